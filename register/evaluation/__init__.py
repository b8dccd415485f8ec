"""The yearly evaluation (年度考评): the facts of a year, and the points that they give and take."""
