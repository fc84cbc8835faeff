"""A project in a folder of its own, and the analyser at work on it, slice by slice."""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlmodel import Session

from backend.students.encoder import open_encoder
from bench.insights.utterances import utterances
from jobs.analysing import Analyser
from jobs.demo import SCHEMA
from storage.analyses import analysis_of, begin_ranking
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project
from storage.schemas import put_schema


@dataclass
class Watched(Store):
    """A store that notes how long each write transaction lasted, in seconds, its commit included."""

    url: str
    writes: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.url)

    @contextmanager
    def write(self) -> Iterator[Session]:
        with super().write() as session:
            began = time.perf_counter()
            yield session
            session.commit()
            self.writes.append(time.perf_counter() - began)


def fill(store: Store, pending: int, accepted: int, rejected: int) -> int:
    """A project with so many examples; its id."""
    source = utterances(seed=1)
    with store.write() as session:
        project = create_project("bench-insights", teacher="none", session=session)
        put_schema(project.id, SCHEMA, session=session)
        for status, count in (("accepted", accepted), ("rejected", rejected), ("pending", pending)):
            some = islice(source, count)
            add_examples(project.id, some, origin="imported", status=status, provenance={}, session=session)
        return project.id


def measure(store: Watched, project_id: int, pending: int, decided: int, encoder: str) -> dict[str, Any]:
    """Rows a second of each phase, from nothing; then of ranking everything again."""
    analyser = Analyser(store, lambda: open_encoder(encoder))
    store.writes.clear()
    seconds, longest = _see_through(store, analyser, project_id)
    figures = {
        "rows": {"pending": pending, "decided": decided},
        "rows_per_second": {
            "embedding": round((pending + decided) / seconds["embedding"]),
            "grouping": round(pending / seconds["grouping"]),
            "ranking": round(pending / seconds["ranking"]),
        },
        "training_seconds": round(seconds["training"], 2),
        "longest_slice_seconds": {phase: round(took, 2) for phase, took in longest.items()},
        "writes": {"count": len(store.writes), "longest_ms": round(1000 * max(store.writes))},
    }
    with store.write() as session:
        begin_ranking(project_id, "", session=session)
    again, _ = _see_through(store, Analyser(store, lambda: open_encoder(encoder)), project_id)
    figures["ranked_again_rows_per_second"] = round(pending / again["ranking"])
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def _see_through(store: Store, analyser: Analyser, project_id: int) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of each phase, and its longest slice; the first of embedding loads the encoder, and counts in neither."""
    total: dict[str, float] = defaultdict(float)
    longest: dict[str, float] = defaultdict(float)
    loaded = False
    while True:
        began = time.perf_counter()
        if not analyser.step():
            return dict(total), dict(longest)
        took = time.perf_counter() - began
        with store.read() as session:
            phase = analysis_of(project_id, session=session).phase
        if phase and (loaded or phase != "embedding"):
            total[phase] += took
            longest[phase] = max(longest[phase], took)
        loaded = loaded or phase == "embedding"
