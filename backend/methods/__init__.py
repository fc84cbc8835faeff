"""Ways to make labelled utterances, one file per method of the papers."""

from backend.methods.base import Method
from backend.methods.registry import method, methods, methods_for, require_form, writes_parses

__all__ = ["Method", "method", "methods", "methods_for", "require_form", "writes_parses"]
