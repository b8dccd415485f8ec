"""How the tables came to be as they are: one revision per change of the schema, forward only."""
