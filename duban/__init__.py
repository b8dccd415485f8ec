"""THE FRONT DOOR: settings, the command line, and the one place where the parts are wired together."""
