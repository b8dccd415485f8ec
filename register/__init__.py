"""WHAT IS TRUE: facts, states and their transitions, calendar, audit, and the only SQL of the domain."""
