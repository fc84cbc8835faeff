"""Round trips of candidates of parses: what a student says of their texts, what becomes of it, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from backend.domain.parse import Parse
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.metrics import evaluate_parses
from backend.students.parsing.parser import ParsePrediction
from jobs.analysis.pace import Pace
from jobs.analysis.round import Kept, analyse
from jobs.analysis.round_trips import AT_ONCE
from jobs.analysis.tools import Tools
from jobs.parsers import ParserResult, result_columns
from jobs.students import order_student
from storage import runs
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.insights import insights_of
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.round_trips import count_round_trips, round_trips_of
from storage.schemas import load_schema, put_schema
from storage.tables import Example, Project, StudentRow
from tests.backend.students.hashing import HashingEncoder
from tests.backend.students.parsing.conftest import bowls, data
from tests.storage.reviewing import decided


@dataclass
class Student:
    """Knows the parses of some texts, and writes none for others."""

    uid: str
    known: dict[str, Parse]
    asked: list[str] = field(default_factory=list)
    labels: frozenset[str] = frozenset({"ORDER", "NUMBER", "FOOD"})

    def knows(self, intent: str, parse: Parse) -> bool:
        return {intent, *parse.label_counts} <= self.labels

    def parse(self, texts: Sequence[str]) -> tuple[list[ParsePrediction], float]:
        self.asked += texts
        found = (self.known.get(text) for text in texts)
        return [ParsePrediction(one, "", "" if one else "never closed") for one in found], 1.0


@pytest.fixture
def project(store: Store) -> Project:
    with store.write() as session:
        made = create_project("Bowls", teacher="none", session=session)
        store_parses(made.id, data().schema, session=session)
        put_schema(made.id, load_schema(made.id, session=session).extended_by(*bowls()), session=session)
        add_examples(made.id, bowls()[:6], origin="seed", status="accepted", provenance={}, session=session)
        return made


def candidates(store: Store, project: Project, *utterances: Utterance) -> None:
    with store.write() as session:
        add_examples(project.id, utterances, origin="generated", status="pending", provenance={}, session=session)


def trained(store: Store, project: Project) -> str:
    """A student that was right once of twice."""
    row, _ = order_student(store, project.id)
    said = [ParsePrediction(bowls()[0].parse, ""), ParsePrediction(None, "")]
    result = ParserResult(4, 0, 2, evaluate_parses(bowls()[:2], said), False, 1.0)
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "done", result=result_columns(result), folder="/nowhere", session=session)
    return row.uid


def pending(store: Store, project: Project) -> dict[str, Example]:
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(status="pending"), session=session)
        return {row.text: row for row in rows}


def finish(store: Store, project: Project, student: Student | None) -> None:
    for _ in analyse(project.id, Tools(store, Pace(), HashingEncoder(), None, student), Kept()):
        pass


def test_where_the_student_disagrees_the_candidate_is_doubted_as_far_as_it_is_right_and_ranked_by_it(
    store: Store, project: Project
) -> None:
    some = [bowls()[6], bowls()[7], bowls()[8]]
    candidates(store, project, *some)
    other = read_parse(f"[ORDER {some[1].text.removesuffix(' soup')} [FOOD soup ] ]")
    student = Student(trained(store, project), {some[0].text: some[0].parse, some[1].text: other})  # type: ignore[dict-item]
    finish(store, project, student)
    rows = pending(store, project)
    ids = [rows[one.text].id for one in some]
    with store.read() as session:
        found = insights_of(ids, session=session)
        trips = round_trips_of(ids, student.uid, session=session)
        counts = count_round_trips(project.id, student.uid, session=session)
    assert [trips[id_].exact for id_ in ids] == [True, False, False]
    assert trips[ids[2]].problem == "never closed"
    doubts = [{one["check"]: one["detail"] for one in found[id_].doubts} for id_ in ids]
    assert "round-trip-agrees" not in doubts[0]
    assert "[FOOD soup ] ] (right 50% of the time)" in doubts[1]["round-trip-agrees"]
    assert "no parse: never closed" in doubts[2]["round-trip-agrees"]
    assert found[ids[1]].doubt == 0.25
    assert rows[some[0].text].rank < rows[some[1].text].rank
    assert rows[some[1].text].doubt_rank < rows[some[0].text].doubt_rank
    assert counts == (3, 3, 1, 1)


def test_a_student_does_not_speak_against_labels_that_it_never_learnt(store: Store, project: Project) -> None:
    candidates(store, project, bowls()[6])
    for labels, doubted in ((frozenset({"ORDER", "FOOD"}), False), (frozenset({"ORDER", "FOOD", "NUMBER"}), True)):
        finish(store, project, Student(trained(store, project), {}, labels=labels))
        (row,) = pending(store, project).values()
        with store.read() as session:
            doubts = insights_of([row.id], session=session)[row.id].doubts
        assert ("round-trip-agrees" in [one["check"] for one in doubts]) is doubted


def test_an_order_of_labels_that_differs_is_agreement_but_not_strictly(store: Store, project: Project) -> None:
    parse = read_parse("[ORDER get [NUMBER two ] [FOOD rice ] ]")
    candidates(store, project, Utterance("get two rice", "ORDER", parse=parse))
    said = read_parse("[ORDER get [FOOD rice ] [NUMBER two ] ]")
    student = Student(trained(store, project), {"get two rice": said})
    finish(store, project, student)
    (row,) = pending(store, project).values()
    with store.read() as session:
        trip = round_trips_of([row.id], student.uid, session=session)[row.id]
        assert not [one for one in insights_of([row.id], session=session)[row.id].doubts if "round" in one["check"]]
    assert (trip.exact, trip.unordered) == (False, True)


def test_each_is_asked_for_once_by_a_student_and_anew_by_the_next(store: Store, project: Project) -> None:
    candidates(store, project, *bowls()[6:9])
    first = Student(trained(store, project), {})
    finish(store, project, first)
    finish(store, project, first)
    assert sorted(first.asked) == sorted(one.text for one in bowls()[6:9])
    second = Student(trained(store, project), {})
    finish(store, project, second)
    assert len(second.asked) == 3


def test_new_candidates_are_not_kept_waiting(store: Store, project: Project) -> None:
    candidates(store, project, *bowls()[6:])
    student = Student(trained(store, project), {})
    slices = analyse(project.id, Tools(store, Pace(), HashingEncoder(), None, student), Kept())
    while not student.asked:
        next(slices)
    candidates(store, project, Utterance("get a rice", "ORDER", parse=read_parse("[ORDER get a [FOOD rice ] ]")))
    list(slices)
    assert len(student.asked) == AT_ONCE < len(bowls()[6:])
    finish(store, project, student)
    assert len(student.asked) == len(bowls()[6:]) + 1


def test_a_ranking_that_a_few_decisions_ask_for_is_not_kept_waiting(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = Student(trained(store, project), {})
    finish(store, project, student)
    candidates(store, project, *bowls()[6:])
    decided(store, pending(store, project)[bowls()[6].text], "reject")
    monkeypatch.setattr("jobs.analysis.round.QUIET", timedelta(hours=1))
    slices = analyse(project.id, Tools(store, Pace(), HashingEncoder(), None, student), Kept())
    while not student.asked:
        next(slices)
    monkeypatch.setattr("jobs.analysis.round.QUIET", timedelta(0))
    list(slices)
    assert len(student.asked) == AT_ONCE < len(bowls()[7:])


def test_a_student_is_asked_no_more_once_there_is_a_later_one(store: Store, project: Project) -> None:
    candidates(store, project, *bowls()[6:])
    student = Student(trained(store, project), {})
    slices = analyse(project.id, Tools(store, Pace(), HashingEncoder(), None, student), Kept())
    while not student.asked:
        next(slices)
    trained(store, project)
    list(slices)
    assert len(student.asked) == AT_ONCE < len(bowls()[6:])


def test_without_a_student_nothing_is_asked(store: Store, project: Project) -> None:
    candidates(store, project, bowls()[6])
    finish(store, project, None)
    with store.read() as session:
        assert count_round_trips(project.id, "none", session=session) == (1, 0, 0, 0)
