"""A worker process with an encoder, killed while it finds out about candidates."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, func, select

from storage.analyses import analysis_of
from storage.engine import Store
from storage.tables import Embedding, Insight, Project
from tests.conftest import pending
from tests.jobs.test_worker import start_worker
from tests.waiting import wait_until

pytestmark = pytest.mark.long


ROWS = 400


def test_a_worker_killed_while_it_finds_out_about_candidates_goes_on(
    store: Store, project: Project, decoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEACHSET_ENCODER", str(decoder_folder))
    pending(store, project, *(f"bring me to {number} harbour lane" for number in range(ROWS)))

    def count(table: type[Embedding] | type[Insight]) -> int:
        with store.read() as session:
            return session.exec(select(func.count(col(table.example_id)))).one()

    for reached in (lambda: count(Embedding) > 0, lambda: count(Insight) > 0):
        worker = start_worker()
        wait_until(reached)
        worker.kill()
        worker.wait()
    worker = start_worker()

    def ended() -> bool:
        with store.read() as session:
            analysis = analysis_of(project.id, session=session)
        assert not analysis.error
        return count(Insight) == ROWS and not analysis.phase

    wait_until(ended)
    worker.kill()
    worker.wait()
    assert count(Embedding) == ROWS + 2, "the seeds have vectors too"
