"""A project's student of parses as a job: its data, its figures, a stop, who is asked, and how two compare."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_notation import SQUARE, read_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.card import read_card
from backend.students.parsing.data import ParserData
from backend.students.prints import prints_of
from jobs.asking import order_ask, parse_answer_of, run_ask
from jobs.parser_comparing import compare_parsers, parse_mistakes_of
from jobs.parser_run import run_parser
from jobs.parsers import ParserOrder, ParserResult, parser_order, parser_result, project_parser
from jobs.project_student import project_student
from jobs.settings import Settings
from jobs.student_comparing import order_seeds_alone
from jobs.student_data import accepted_material
from jobs.student_folders import folder_of
from jobs.student_workflow import run_training
from jobs.students import StudentOrder, order_student, student_progress
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.student_answers import learnt_by
from storage.student_tasks import task_by_uid
from storage.students import student_by_uid
from storage.tables import Project, StudentRow
from tests.backend.students.parsing.conftest import bowls, data, decoder, settings
from tests.writing import while_another_writes

pytestmark = pytest.mark.long


__all__ = ["decoder"]


@pytest.fixture
def parsed(store: Store) -> Project:
    """A project of parses with 24 accepted ones, of which six are seeds."""
    return made(store, bowls()[::4], [one for at, one in enumerate(bowls()) if at % 4])


def made(store: Store, seeds: list[Utterance], others: list[Utterance]) -> Project:
    with store.write() as session:
        project = create_project("Bowls", teacher="none", session=session)
        store_parses(project.id, data().schema, session=session)
        put_schema(project.id, load_schema(project.id, session=session).extended_by(*bowls()), session=session)
        for some, origin in ((seeds, "seed"), (others, "imported")):
            add_examples(project.id, some, origin=origin, status="accepted", provenance={}, session=session)
        return project


def look(store: Store, uid: str) -> StudentRow:
    with store.read() as session:
        return student_by_uid(uid, session=session)


def order(base: Path) -> ParserOrder:
    return ParserOrder(settings(base, passes=1, held_out=0.25), 0.25)


def test_a_student_of_parses_is_trained_measured_compared_and_asked(
    store: Store, parsed: Project, decoder: Path
) -> None:
    row, new = order_student(store, parsed.id, order(decoder))
    assert new
    assert parser_order(row) == order(decoder)
    assert run_training(store, row.uid, Settings())
    done = look(store, row.uid)
    result, progress = parser_result(done), student_progress(done)
    assert done.status == "done"
    assert progress.step == progress.steps > 0
    assert result is not None
    assert result.figures is not None
    assert result.teaching + result.measuring + result.testing == 24
    assert result.testing == result.figures.overall.utterances == 6
    assert result.milliseconds is not None
    assert read_card(folder_of(done)).uid == row.uid
    mistakes = parse_mistakes_of(store, done.id)
    assert mistakes is not None
    assert len(mistakes.gold) == len(mistakes.said) == 6
    assert 1 - len(mistakes.wrong) / 6 == result.figures.overall.exact_match.value
    assert project_student(store, parsed.id) is None
    there = project_parser(store, parsed.id, weights=Settings().weights_dir, device="cpu")
    assert there is not None
    assert there.knows("ORDER", read_parse("[ORDER get [FOOD soup ] ]"))
    assert not there.knows("ORDER", read_parse("[ORDER get [COLOUR red ] ]"))
    assert not there.knows("CANCEL", read_parse("[ORDER get ]"))
    asked = order_ask(store, parsed.id, "get a big soup")
    assert run_ask(store, asked.uid, Settings().weights_dir)
    with store.read() as session:
        answer = parse_answer_of(task_by_uid(asked.uid, session=session))
    assert answer is not None
    assert answer.parse is not None
    assert read_parse(answer.parse, SQUARE) == there.parse(["get a big soup"])[0][0].parse

    alone = order_seeds_alone(store, row.uid)
    assert run_parser(store, alone.uid, Settings())
    found = compare_parsers(store, row.uid, alone.uid)
    assert found.measured == found.ours_aside == found.theirs_aside == 6
    gap = found.ours.exact_match.value - found.theirs.exact_match.value
    assert found.difference.exact_match.difference.value == pytest.approx(gap)


def test_what_was_made_from_the_same_seeds_is_held_out_together(
    store: Store, parsed: Project, decoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = accepted_material(store, parsed.id)
    families = tuple(frozenset({one.text.split()[0] in ("get", "bring")}) for one in material.utterances)
    monkeypatch.setattr("jobs.student_parts.accepted_material", lambda *_: replace(material, families=families))
    taught: list[ParserData] = []
    monkeypatch.setattr("jobs.parser_run._train", lambda *given: bool(taught.append(given[2].data)))
    row, _ = order_student(store, parsed.id, ParserOrder(settings(decoder, held_out=0.5), 0.0))
    assert not run_parser(store, row.uid, Settings())
    (found,) = taught
    family = dict(zip(material.utterances, families, strict=True))
    assert found.measuring
    assert not {family[one] for one in found.teaching} & {family[one] for one in found.measuring}


def test_one_that_was_killed_while_it_was_measured_is_not_trained_again(
    store: Store, parsed: Project, decoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, parsed.id, order(decoder))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("jobs.parser_run.evaluate_parses", killed)
        with pytest.raises(KeyboardInterrupt):
            run_parser(store, row.uid, Settings())
    before = (Settings().students_dir / row.uid / "adapter_model.safetensors").stat().st_mtime_ns
    assert run_parser(store, row.uid, Settings())
    assert look(store, row.uid).status == "done"
    assert (Settings().students_dir / row.uid / "adapter_model.safetensors").stat().st_mtime_ns == before


def test_others_can_write_while_it_is_told_apart_what_was_learnt(
    store: Store, parsed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, parsed.id, ParserOrder(test=0.0))
    none = ParserResult(24, 0, 0, figures=None, shares_seeds=False, milliseconds=None)
    monkeypatch.setattr("jobs.parser_run._train", lambda *_: True)
    monkeypatch.setattr("jobs.parser_run._measured", lambda *_: (none, []))
    monkeypatch.setattr("jobs.student_ending.prints_of", while_another_writes(store, prints_of))
    assert run_parser(store, row.uid, Settings())
    with store.read() as session:
        assert len(learnt_by(row.id, session=session) or ()) == 24


def test_a_training_that_is_cancelled_leaves_nothing(
    store: Store, parsed: Project, decoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, parsed.id, order(decoder))
    with monkeypatch.context() as patched:
        patched.setattr("jobs.parser_run.run_cancelled", lambda *_: student_progress(look(store, row.uid)).step > 0)
        assert not run_parser(store, row.uid, Settings())
    assert not (Settings().students_dir / row.uid).exists()


def test_what_cannot_be_learnt_is_refused_when_it_is_ordered(store: Store, parsed: Project, project: Project) -> None:
    with pytest.raises(InvalidValue, match="another kind"):
        order_student(store, parsed.id, StudentOrder())
    with pytest.raises(InvalidValue, match="another kind"):
        order_student(store, project.id, ParserOrder())
    with pytest.raises(InvalidValue, match="share"):
        replace(ParserOrder(), test=1.0)
    with store.write() as session:
        few = create_project("Few", teacher="none", session=session)
        store_parses(few.id, data().schema, session=session)
    with pytest.raises(InvalidValue, match="accepted parses to learn from 0"):
        order_student(store, few.id)
    with pytest.raises(Conflict):
        order_ask(store, few.id, "get a soup")
