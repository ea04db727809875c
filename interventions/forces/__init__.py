"""The monthly counts of the other forces: the file they come in, and their list."""
