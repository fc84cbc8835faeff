"""The share of the accepted examples that a student, of slots or of parses, is measured on."""

from __future__ import annotations

from backend.domain.errors import InvalidValue

DEFAULT_TEST = 0.2
"""Share of the accepted examples that a student is measured on and never learns from."""

MOST_TEST = 0.9


def require_test_share(share: float) -> None:
    """Refuse a share that is none, or that leaves too little to learn from.

    Raises:
        InvalidValue: not from 0 to MOST_TEST.
    """
    if not 0 <= share <= MOST_TEST:
        raise InvalidValue("share of the examples to measure on", value=share, remedy=f"Use 0 to {MOST_TEST}.")
