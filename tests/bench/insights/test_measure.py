"""The bench of insights measures a project of its own."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from bench.insights import measure as measuring
from bench.insights.measure import Watched, fill, measure
from bench.insights.utterances import utterances
from jobs.demo import SCHEMA
from storage.migrate import migrate
from tests.backend.students.hashing import HashingEncoder


def test_utterances_are_the_same_every_time_and_none_comes_twice() -> None:
    some = list(islice(utterances(3), 400))
    assert some == list(islice(utterances(3), 400))
    assert len({one.text for one in some}) == 400
    assert {one.intent for one in some} == {intent.name for intent in SCHEMA.intents}
    for one in some:
        SCHEMA.require(one)


def test_every_phase_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "open_encoder", lambda name: HashingEncoder(name))
    store = Watched(f"sqlite:///{tmp_path}/bench.sqlite")
    migrate(store)
    project_id = fill(store, 120, 40, 10)
    figures = measure(store, project_id, 120, 50, "hashing")
    store.close()
    assert set(figures["rows_per_second"]) == {"embedding", "grouping", "ranking"}
    assert all(rate > 0 for rate in figures["rows_per_second"].values())
    assert figures["ranked_again_rows_per_second"] > 0
    assert 0 < figures["writes"]["count"] < len(store.writes), "those of the second ranking are not among them"
