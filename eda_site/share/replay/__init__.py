"""A run as one file that plays without a server: recorded frames, the stage's own modules, the words."""
