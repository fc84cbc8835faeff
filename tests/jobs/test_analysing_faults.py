"""The analyser where an encoder is missing or a project breaks down: it says so once, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlmodel import select

from backend.domain.errors import NotFound, Unavailable
from jobs.analysing import RETRY_SECONDS, Analyser
from storage.analyses import analysis_of
from storage.engine import Store
from storage.projects import create_project
from storage.schemas import put_schema
from storage.tables import Insight, Project
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import TRAVEL, pending
from tests.jobs.analysers import Clock, Counted, known, until_rest


class Broken(HashingEncoder):
    def encode(self, texts: Sequence[str]) -> Any:
        raise Unavailable("encoder that cannot be loaded: no weights", value="broken")


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


class Student:
    """One that says nothing, and whose folder may be gone."""

    def __init__(self, uid: str, *, is_gone: bool = False) -> None:
        self.uid = uid
        self.is_gone = is_gone

    @property
    def knows(self) -> dict[str, frozenset[str]]:
        return {}

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float, tuple[tuple[int, int, str], ...]]]:
        if self.is_gone:
            raise NotFound("no student in folder", value=self.uid)
        return [("book_trip", 0.9, ()) for _ in texts]


def test_a_round_whose_student_gave_way_to_another_one_meanwhile_begins_anew_at_once(
    store: Store, project: Project
) -> None:
    students = [Student("first")]
    analyser = Analyser(store, Counted(), lambda _project_id: students[-1], clock=Clock())
    pending(store, project, "off to lima")
    assert analyser.step()
    students[0].is_gone = True
    students.append(Student("second"))
    until_rest(analyser)
    with store.read() as session:
        analysis = analysis_of(project.id, session=session)
    assert (known(store), analysis.student, analysis.error) == (1, "second", "")


def test_a_round_whose_student_is_gone_without_another_one_is_put_off(store: Store, project: Project) -> None:
    analyser = Analyser(store, Counted(), lambda _project_id: Student("first", is_gone=True), clock=Clock())
    pending(store, project, "off to lima")
    until_rest(analyser)
    with store.read() as session:
        assert "no student in folder" in analysis_of(project.id, session=session).error


def _failing_for(text: str) -> Callable[..., Any]:
    from backend.insight.judging import judge

    def failing(rows: Sequence[Any], *rest: Any) -> Any:
        if any(row.text == text for row in rows):
            raise RuntimeError("flat tyre")
        return judge(rows, *rest)

    return failing
