"""Rows that are the same but for the last digits of how likely they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from backend.teacher.work import Row


def are_alike(some: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether the same tokens were written, and were as likely."""
    bare = [[replace(row, log_likelihood=None) for row in rows] for rows in (some, others)]
    told = [[row.log_likelihood for row in rows] for rows in (some, others)]
    return bare[0] == bare[1] and told[0] == pytest.approx(told[1], abs=1e-3)
