"""What the documents say, read back from the files themselves."""
