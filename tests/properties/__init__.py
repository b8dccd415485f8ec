"""Random lives: whatever people do, in whatever order, some things stay true."""
