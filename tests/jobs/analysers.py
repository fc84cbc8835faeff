"""What an Analyser is run with, and how far it is."""

from __future__ import annotations

from sqlmodel import col, func, select

from backend.students.encoder import Encoder
from jobs.analysing import Analyser
from storage.engine import Store
from storage.tables import Insight
from tests.backend.students.hashing import HashingEncoder


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Counted:
    """Opens encoders, and counts how often."""

    def __init__(self, fail: Exception | None = None) -> None:
        self.opened = 0
        self.fail = fail

    def __call__(self) -> Encoder:
        self.opened += 1
        if self.fail:
            raise self.fail
        return HashingEncoder()


def until_rest(analyser: Analyser) -> int:
    """Let it work until there is nothing left; how many slices it took."""
    slices = 0
    while analyser.step():
        slices += 1
    return slices


def known(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(func.count(col(Insight.example_id)))).one()
