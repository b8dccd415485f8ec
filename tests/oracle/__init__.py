"""AN INDEPENDENT READING of the default rules: what a rehearsal ought to say, worked out day by day."""
