"""The worker's thread that finds out about candidates."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, func, select

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Unavailable
from backend.domain.request import Request
from backend.students.encoder import Encoder
from jobs import worker, workflow
from jobs.analysing import IDLE_SECONDS, LOOK_SECONDS, RETRY_SECONDS, Analyser
from jobs.analysis.round import Kept
from jobs.generating import order_generation
from jobs.settings import Settings
from storage.analyses import analysis_of
from storage.decisions import decide
from storage.engine import Store
from storage.projects import create_project, delete_project
from storage.schemas import put_schema
from storage.tables import Example, Insight, Project, Worker
from storage.workers import heartbeat
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import TRAVEL, pending


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


class Broken(HashingEncoder):
    def encode(self, texts: Sequence[str]) -> Any:
        raise Unavailable("encoder that cannot be loaded: no weights", value="broken")


def until_rest(analyser: Analyser) -> int:
    """Let it work until there is nothing left; how many slices it took."""
    slices = 0
    while analyser.step():
        slices += 1
    return slices


def known(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(func.count(col(Insight.example_id)))).one()


def test_it_rests_when_there_is_nothing_to_do_and_no_encoder_is_opened(store: Store) -> None:
    opened = Counted()
    assert until_rest(Analyser(store, opened)) == 0
    assert opened.opened == 0


def test_new_candidates_are_found_out_about_and_then_it_rests(store: Store, project: Project) -> None:
    clock, opened = Clock(), Counted()
    analyser = Analyser(store, opened, clock=clock)
    pending(store, project, "off to lima", "off to quito")
    assert until_rest(analyser) > 0
    assert known(store) == 2
    assert until_rest(analyser) == 0
    pending(store, project, "off to cairo")
    assert until_rest(analyser) > 0
    assert (known(store), opened.opened) == (3, 1)


def test_the_encoder_is_given_up_after_a_while_of_rest(store: Store, project: Project) -> None:
    clock, opened = Clock(), Counted()
    analyser = Analyser(store, opened, clock=clock)
    pending(store, project, "off to lima")
    until_rest(analyser)
    clock.seconds += IDLE_SECONDS
    until_rest(analyser)
    pending(store, project, "off to cairo")
    until_rest(analyser)
    assert (opened.opened, known(store)) == (2, 2)


def test_a_few_decisions_are_ranked_by_when_no_more_come(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _two = pending(store, project, "off to lima", "away to lima")
    analyser = Analyser(store, Counted(), clock=Clock())
    until_rest(analyser)
    with store.write() as session:
        decide(project.id, DecisionCreate(one.id, 1, "accept", str(uuid.uuid4())), session=session)
    assert until_rest(analyser) == 0
    (three,) = pending(store, project, "out to lima")
    assert until_rest(analyser) > 0, "what is new does not wait for that"
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id == 0
    monkeypatch.setattr("jobs.analysis.round.QUIET", timedelta(0))
    assert until_rest(analyser) > 0
    with store.read() as session:
        assert analysis_of(project.id, session=session).decision_id > 0
        insight = session.get(Insight, three.id)
        assert insight is not None
        assert one.id in [neighbour["id"] for neighbour in insight.accepted]
    assert until_rest(analyser) == 0


@pytest.mark.parametrize("fault", ["package", "weights"])
def test_a_missing_encoder_is_said_once_and_the_rest_goes_on(store: Store, project: Project, fault: str) -> None:
    missing = Counted(Unavailable("encoder whose package is not installed", value="x", remedy="Install it."))
    analyser = Analyser(store, missing if fault == "package" else lambda: Broken(), clock=Clock())
    pending(store, project, "off to lima")
    until_rest(analyser)
    pending(store, project, "off to quito")
    until_rest(analyser)
    assert known(store) == 2
    with store.read() as session:
        assert "encoder" in analysis_of(project.id, session=session).error
    if fault == "package":
        assert missing.opened == 1
    again = Analyser(store, Counted(), clock=Clock())
    until_rest(again)
    with store.read() as session:
        assert analysis_of(project.id, session=session).error == ""
        assert all(insight.accepted for insight in session.exec(select(Insight)))


def test_an_encoder_that_breaks_down_when_opened_is_said_once_and_done_without(
    store: Store, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    opened = Counted(RuntimeError("Could not determine home directory."))
    analyser = Analyser(store, opened, clock=Clock())
    for text in ("off to lima", "off to quito"):
        pending(store, project, text)
        until_rest(analyser)
    assert (opened.opened, known(store)) == (1, 2)
    with store.read() as session:
        error = analysis_of(project.id, session=session).error
    assert error == "the encoder cannot be opened: Could not determine home directory."
    assert caplog.text.count("home directory") == 1
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("fault", [None, Unavailable("no encoder")])
def test_what_is_kept_of_projects_is_given_up_after_a_while_of_rest(
    store: Store, project: Project, fault: Exception | None
) -> None:
    clock = Clock()
    analyser = Analyser(store, Counted(fault), clock=clock)
    pending(store, project, "off to lima")
    until_rest(analyser)
    assert analyser._projects[project.id].kept != Kept()
    clock.seconds += IDLE_SECONDS
    until_rest(analyser)
    assert analyser._projects[project.id].kept == Kept()


def test_rows_that_get_the_ids_of_deleted_ones_are_found_out_about(store: Store, project: Project) -> None:
    analyser = Analyser(store, Counted(), clock=Clock())
    pending(store, project, "off to lima")
    until_rest(analyser)
    rows = pending(store, project, *(f"off to lima {number}" for number in range(4)))
    until_rest(analyser)  # no ranking knows of them
    with store.write() as session:
        session.exec(delete(Example).where(col(Example.id) >= rows[1].id))
    again = pending(store, project, *(f"back from quito {number}" for number in range(5)))
    assert again[0].id == rows[1].id
    assert until_rest(analyser) > 0
    with store.read() as session:
        known = dict(session.exec(select(Insight.example_id, Insight.fingerprint)).all())
        assert {row.id: row.fingerprint for row in (rows[0], *again)}.items() <= known.items()
    assert until_rest(analyser) == 0


def test_a_project_that_breaks_down_is_put_off_and_the_others_go_on(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as session:
        other = create_project("Other", teacher="scripted:x", session=session)
        put_schema(other.id, TRAVEL, session=session)
    pending(store, project, "off to lima")
    pending(store, other, "off to quito")
    clock = Clock()
    analyser = Analyser(store, Counted(), clock=clock)
    with monkeypatch.context() as patched:
        patched.setattr("jobs.analysis.ranking.judge", _failing_for("off to lima"))
        until_rest(analyser)
        assert known(store) == 1
        with store.read() as session:
            assert "flat tyre" in analysis_of(project.id, session=session).error
        assert until_rest(analyser) == 0
    clock.seconds += RETRY_SECONDS
    until_rest(analyser)
    assert known(store) == 2
    with store.read() as session:
        assert analysis_of(project.id, session=session).error == ""


def _failing_for(text: str) -> Callable[..., Any]:
    from backend.insight.judging import judge

    def failing(rows: Sequence[Any], *rest: Any) -> Any:
        if any(row.text == text for row in rows):
            raise RuntimeError("flat tyre")
        return judge(rows, *rest)

    return failing


def test_projects_take_turns_and_one_that_is_deleted_meanwhile_is_left(store: Store, project: Project) -> None:
    with store.write() as session:
        other = create_project("Other", teacher="scripted:x", session=session)
        put_schema(other.id, TRAVEL, session=session)
    pending(store, project, "off to lima")
    pending(store, other, "off to quito")
    clock = Clock()
    analyser = Analyser(store, Counted(), clock=clock)
    analyser.step()
    with store.write() as session:
        delete_project(project.id, session=session)
    clock.seconds += LOOK_SECONDS
    until_rest(analyser)
    with store.read() as session:
        left = session.exec(select(Example).join(Insight, col(Insight.example_id) == Example.id)).all()
    assert [row.text for row in left] == ["off to quito"]


class Disagreeing:
    """A student that says that everything cancels a trip; and one that agrees, where it is told to."""

    def __init__(self, uid: str, intent: str = "cancel_trip") -> None:
        self.uid = uid
        self.intent = intent

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
