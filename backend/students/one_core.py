"""Computing on one core, so that others have the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend.loading_lock import loading_weights


@contextmanager
def on_one_core(wanted: bool = True) -> Iterator[None]:
    """What this thread has torch compute meanwhile takes one core; nothing is done unless it is wanted."""
    if not wanted:
        yield
        return
    with loading_weights:  # another thread may be loading what would find torch half imported
        import torch
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
