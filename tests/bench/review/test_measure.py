from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.review.measure import Plan, measure
from bench.review.ours import ours

pytestmark = [pytest.mark.browser, pytest.mark.long]

PLAN = Plan(decisions=20, pause_ms=100, fast_decisions=20, spacing_ms=40, loads=1, seed=0)


def test_a_review_of_ours_loses_nothing_and_decides_nothing_unseen(tmp_path: Path) -> None:
    with ours(tmp_path, rows=200, seed=0) as tool:
        made = asyncio.run(measure(tool, PLAN))
        stored = tool.stored()
    assert set(made["paces"]) == {"100 ms", "40 ms"}
    for pace in made["paces"].values():
        assert {name: pace[name] for name in ("lost", "extra", "unseen", "ignored")} == {
            "lost": 0,
            "extra": 0,
            "unseen": 0,
            "ignored": 0,
        }
        assert 0 < pace["p50"] <= pace["p95"] <= pace["max"]
    assert made["paces"]["100 ms"]["taken"] == 20
    assert made["paces"]["40 ms"]["taken"] >= 20
    assert len(stored) == sum(pace["taken"] for pace in made["paces"].values())
    assert made["load_ms"]["p50"] > 0
    assert made["memory"]["server_mb"] > 10
