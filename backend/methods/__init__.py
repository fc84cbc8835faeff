"""Ways to make labelled utterances, one file per method of the papers."""

from backend.methods.base import Method
from backend.methods.registry import method, methods, writes_parses

__all__ = ["Method", "method", "methods", "writes_parses"]
