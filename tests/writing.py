"""Somebody else who writes while a test's own code is at work."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import make_url

from storage.engine import Store


def while_another_writes(store: Store, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; when it is called, somebody else writes first."""

    def called(*given: Any) -> Any:
        another_writes(store)
        return function(*given)

    return called


def another_writes(store: Store) -> None:
    """Begin a write and leave it.

    Raises:
        OperationalError: a write is under way.
    """
    other = sqlite3.connect(str(make_url(store.url).database), timeout=0.2, isolation_level=None)
    with contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
