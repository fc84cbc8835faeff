"""One seed for everything of a process that draws at random."""

from __future__ import annotations

from backend.loading_lock import loading_weights


def seed_all(seed: int) -> None:
    """Seed Python's, NumPy's and torch's generators, on every device, as transformers' trainer wants it."""
    with loading_weights:  # this may be what imports transformers first
        from transformers import set_seed
    set_seed(seed)
