"""How the worker finds out about candidates, slice by slice: each is stored, so that it may be killed at any point."""
