"""The analyser in the worker: its thread, its student, and what goes before it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from backend.domain.request import Request
from jobs import worker, workflow
from jobs.analysing import Analyser
from jobs.generating import order_generation
from jobs.settings import Settings
from storage.engine import Store
from storage.tables import Example, Insight, Project, Worker
from storage.workers import heartbeat
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import pending
from tests.jobs.analysers import Clock, Counted, known, until_rest


class Disagreeing:
    """A student that says that everything cancels a trip; and one that agrees, where it is told to."""

    def __init__(self, uid: str, intent: str = "cancel_trip") -> None:
        self.uid = uid
        self.intent = intent
        self.knows = {"book_trip": frozenset[str](), "cancel_trip": frozenset[str]()}

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float, list[tuple[int, int, str]]]]:
        return [(self.intent, 0.9, []) for _ in texts]


def test_the_worker_is_given_the_latest_student_and_a_new_one_ranks_all_again(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Analyser] = []
    monkeypatch.setattr(worker, "shared_encoder", lambda name: HashingEncoder(name))
    monkeypatch.setattr(worker, "Analyser", lambda *given, **named: made.append(Analyser(*given, **named)) or made[0])
    monkeypatch.setattr(Analyser, "run", lambda self, stop: None)
    monkeypatch.setattr(workflow, "launch", lambda *_: None)
    asked: list[tuple[int, str | None]] = []
    student: list[Disagreeing | None] = [None]

    def project_student(_store: Store, project_id: int, *, device: str | None) -> Disagreeing | None:
        asked.append((project_id, device))
        return student[0]

    monkeypatch.setattr(worker, "project_student", project_student)
    worker.run(store, Settings(encoder="hashing"), until=lambda: True)
    (analyser,) = made
    (row,) = pending(store, project, "off to lima")
    ranks, said = [], []
    for student[0] in (None, Disagreeing("s1"), Disagreeing("s2", "book_trip")):
        assert until_rest(analyser) > 0
        assert until_rest(analyser) == 0
        with store.read() as session:
            ranks.append(session.get_one(Example, row.id).doubt_rank)
            insight = session.get_one(Insight, row.id)
            doubted = [verdict["check"] for verdict in insight.doubts]
            said.append((insight.prediction and insight.prediction["student"], "student-agrees" in doubted))
    assert said == [(None, False), ("s1", True), ("s2", False)]
    assert ranks[1] < ranks[0] == ranks[2], "what a student disagrees with is doubted"
    assert set(asked) == {(project.id, "cpu")}


def test_of_several_workers_the_first_that_is_alive_does_it(store: Store, project: Project) -> None:
    pending(store, project, "off to lima")
    with store.write() as session:
        heartbeat("machine-a", session=session)
        heartbeat("machine-b", session=session)
    assert until_rest(Analyser(store, Counted(), executor="machine-b", clock=Clock())) == 0
    assert until_rest(Analyser(store, Counted(), executor="machine-a", clock=Clock())) > 0
    with store.write() as session:
        gone = session.get(Worker, "machine-a")
        assert gone is not None
        gone.seen_at -= timedelta(minutes=1)
    pending(store, project, "off to cairo")
    assert until_rest(Analyser(store, Counted(), executor="machine-b", clock=Clock())) > 0


def test_slices_are_short_while_a_job_is_at_work(store: Store, project: Project) -> None:
    pending(store, project, "off to lima")
    analyser = Analyser(store, Counted(), clock=Clock())
    analyser.step()
    assert not analyser._pace.busy
    order_generation(store, project.id, Request("book_trip"))
    analyser.step()
    assert analyser._pace.busy


def test_the_worker_finds_out_about_candidates_in_a_thread_of_its_own(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "shared_encoder", lambda name: HashingEncoder(name))
    monkeypatch.setattr(workflow, "launch", lambda *_: None)
    monkeypatch.setattr(workflow, "dispatch", lambda *_: None)
    pending(store, project, "off to lima")
    clock = threading.Event()
    looks = 0

    def found() -> bool:
        nonlocal looks
        looks += 1
        clock.wait(0.02)
        return known(store) == 1 or looks > 1500

    settings = Settings(encoder="hashing")
    worker.run(store, settings, until=found)
    assert known(store) == 1
    names = [thread for thread in threading.enumerate() if thread.name == "analyser"]
    for thread in names:
        thread.join(10)
        assert not thread.is_alive()


def test_who_waits_for_one_job_wants_nothing_else_done(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "launch", lambda *_: None)
    monkeypatch.setattr(workflow, "dispatch", lambda *_: None)
    threads: list[str] = []

    def ended() -> bool:
        threads.extend(thread.name for thread in threading.enumerate())
        return True

    worker.run(store, Settings(encoder="hashing"), until=ended, only=("a-job",))
    assert "analyser" not in threads
