from __future__ import annotations

from pathlib import Path

from bench.review.project import fill
from bench.review.utterances import utterances
from jobs.opening import open_store
from jobs.settings import Settings
from storage.examples import ExampleFilter, count_by_slot, find_examples
from storage.outputs import output_of


def test_candidates_put_in_bulk_are_what_storage_reads_back(tmp_path: Path) -> None:
    store = open_store(Settings(data_dir=tmp_path, database_url="", jobs_database_url=""))
    made = utterances(40)
    project = fill(store, made[:10], made[10:])
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(status="pending"), session=session)
        assert [row.utterance for row in rows] == made[10:]
        assert {row.version for row in rows} == {1}
        outputs = [output_of(row, session=session) for row in rows]
        assert [one.index for one in outputs if one] == list(range(30))
        slots = count_by_slot(project.id, ExampleFilter(status="pending"), session=session)
        assert sum(slots.values()) == 90
    store.close()
