"""The commands of cli.py, one file for each part of the work; what they share is in `console`."""
