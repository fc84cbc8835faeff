"""What only one thread of a process may do at a time."""

from __future__ import annotations

import threading

loading_weights = threading.RLock()
"""Held while a model is loaded: transformers sets torch's default dtype for the whole process meanwhile, and its
lazy modules are not made to be imported by two threads. Who computes in a second thread holds it for each batch."""
