"""A server on loopback whose tokens have a price, for the jobs of remote teachers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from threading import Lock

import pytest

from jobs.settings import settings
from tests.backend.teacher.remote.conftest import Answered, Call, LoopbackServer, said

USAGE = (100, 8)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Writes an utterance with a city, never the same; every request costs USAGE."""
    made, numbers, lock = LoopbackServer(), itertools.count(), Lock()

    def write(call: Call) -> Answered:
        with lock:
            texts = [f"trip number {next(numbers)} to [city : oslo ]" for _ in range(call.body.get("n", 1))]
        return said(*texts, usage=USAGE)

    made.answer = write
    yield made
    made.stop()


@pytest.fixture
def prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "2")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "10")
    settings.cache_clear()


def asked_for(server: LoopbackServer) -> int:
    return sum(call.body.get("n", 1) for call in server.calls)
