"""How fast the worker finds out about candidates: `python -m bench.insights`."""
