"""From an official paper to the draft of a plan: read, find the tasks, and say what is not certain."""
