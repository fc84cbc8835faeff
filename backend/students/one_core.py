"""Computing on one core, so that others have the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def on_one_core(wanted: bool = True) -> Iterator[None]:
    """What this thread has torch compute meanwhile takes one core; nothing changes unless it is wanted."""
    import torch

    before = torch.get_num_threads()
    if wanted:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if wanted:
            torch.set_num_threads(before)
