"""Somebody else who writes while a test's own code is at work."""

from __future__ import annotations

import contextlib
import sqlite3

from sqlalchemy.engine import make_url

from storage.engine import Store


def another_writes(store: Store) -> None:
    """Begin a write and leave it.

    Raises:
        OperationalError: a write is under way.
    """
    other = sqlite3.connect(str(make_url(store.url).database), timeout=0.2, isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
