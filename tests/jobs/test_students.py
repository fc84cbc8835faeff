"""A project's student as a job: its data, its progress, a stop, its figures, and who predicts with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.request import Include, Request
from backend.domain.utterance import Span, Utterance
from backend.methods.registry import method
from backend.students.card import read_card
from backend.students.data import StudentData
from backend.students.prints import Learnt, Print, prints_of
from jobs.generating import order_generation
from jobs.settings import Settings
from jobs.student_answers import gold_of
from jobs.student_comparing import compare_students, order_seeds_alone
from jobs.student_data import accepted_material
from jobs.student_parts import put_aside
from jobs.student_run import clear_away_students, run_student
from jobs.students import (
    StudentOrder,
    StudentResult,
    cancel_student,
    order_student,
    project_student,
    student_order,
    student_progress,
    student_result,
)
from storage import runs
from storage.engine import Store
from storage.examples import ExampleFilter, add_examples, find_examples
from storage.jobs import create_job
from storage.outputs import save_prompts
from storage.schemas import load_schema
from storage.student_answers import answers_of, learnt_by
from storage.tables import Example, Project, StudentRow
from tests.backend.students.conftest import settings, trips
from tests.jobs.students import look
from tests.jobs.test_worker import start_worker
from tests.waiting import wait_until
from tests.writing import while_another_writes


def test_a_student_is_trained_measured_and_predicts(store: Store, rich: Project, tiny_encoder: Path) -> None:
    order = StudentOrder(settings(tiny_encoder))
    row, new = order_student(store, rich.id, order)
    assert new
    assert student_order(row) == order
    assert project_student(store, rich.id) is None
    assert run_student(store, row.uid, Settings())
    done = look(store, row.uid)
    progress, result = student_progress(done), student_result(done)
    assert done.status == "done"
    assert progress.steps >= progress.step > 0
    assert any("frame_accuracy" in point for point in progress.curve)
    assert result is not None
    assert result.figures is not None
    assert result.latency is not None
    assert result.teaching + result.measuring + result.testing == 50
    assert result.testing == result.figures.overall.utterances >= 5
    assert not result.shares_seeds
    assert read_card(Path(done.folder))["uid"] == row.uid
    with store.read() as session:
        answers = answers_of(done.id, None, session=session)
        learnt = learnt_by(done.id, session=session)
    assert len(answers) == result.testing
    assert sum(one.right for one in answers) / len(answers) == result.figures.overall.frame_accuracy.value
    assert learnt is not None
    assert len(learnt) == result.teaching + result.measuring
    known = Learnt.of(Print(text, pattern) for _id, text, pattern in learnt)
    assert known.overlap([gold_of(one) for one in answers]).exact == ()
    said = project_student(store, rich.id)
    assert said is not None
    assert said == project_student(store, rich.id)
    assert said.uid == row.uid
    ((intent, confidence, spans),) = said.predict(["bring me to rome on monday"])
    assert (intent, spans) == ("book_trip", ((12, 16, "city"), (20, 26, "day")))
    assert 0 < confidence <= 1


def test_one_of_the_seeds_alone_is_measured_on_the_same_and_predicts_for_nobody(
    store: Store, project: Project, tiny_encoder: Path
) -> None:
    with store.write() as session:
        add_examples(project.id, trips()[::3], origin="seed", status="accepted", provenance={}, session=session)
        add_examples(project.id, trips(), origin="imported", status="accepted", provenance={}, session=session)
    row, _ = order_student(
        store, project.id, StudentOrder(replace(settings(tiny_encoder, passes=1, evaluations=2), least_steps=10))
    )
    assert run_student(store, row.uid, Settings())
    alone = order_seeds_alone(store, row.uid)
    assert run_student(store, alone.uid, Settings())
    whole, part = student_result(look(store, row.uid)), student_result(look(store, alone.uid))
    assert whole is not None
    assert part is not None
    assert part.testing == whole.testing
    assert 0 < part.teaching + part.measuring < 18
    found = compare_students(store, row.uid, alone.uid)
    assert found.measured == found.ours_aside == found.theirs_aside == whole.testing
    said = project_student(store, project.id)
    assert said is not None
    assert said.uid == row.uid


def test_one_that_is_cancelled_leaves_nothing(
    store: Store, rich: Project, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    monkeypatch.setattr("jobs.telling.TELL_SECONDS", 0.0)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.student_run.run_cancelled", lambda *_: student_progress(look(store, row.uid)).step >= 3)
    assert not run_student(store, row.uid, Settings())
    assert list(Settings().students_dir.iterdir()) == []
    assert project_student(store, rich.id) is None


def test_one_that_waits_is_cancelled_at_once(store: Store, rich: Project, tiny_encoder: Path) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(settings(tiny_encoder)))
    assert order_student(store, rich.id)[1] is False
    cancel_student(store, row.uid)
    assert look(store, row.uid).status == "cancelled"


def test_others_can_write_while_it_is_told_apart_what_was_learnt(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, rich.id, StudentOrder(test=0.0))
    none = StudentResult(50, 0, 0, figures=None, shares_seeds=False, latency=None)
    monkeypatch.setattr("jobs.student_run._train", lambda *_: True)
    monkeypatch.setattr("jobs.student_run._measured", lambda *_: (none, []))
    monkeypatch.setattr("jobs.student_run.prints_of", while_another_writes(store, prints_of))
    assert run_student(store, row.uid, Settings())
    with store.read() as session:
        assert len(learnt_by(row.id, session=session) or ()) == 50


def test_one_intent_is_too_little_and_says_so(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="accepted examples of 1 intents 'book_trip'"):
        order_student(store, project.id)
    with pytest.raises(InvalidValue, match="measure on"):
        StudentOrder(test=1.5)


def test_a_student_whose_folder_is_gone_predicts_for_nobody(store: Store, rich: Project, tmp_path: Path) -> None:
    row, _ = order_student(store, rich.id)
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "done", folder=str(tmp_path / "gone"), session=session)
    assert project_student(store, rich.id) is None


def test_candidates_are_of_the_family_of_what_their_prompt_showed(store: Store, project: Project) -> None:
    job, _ = order_generation(store, project.id, Request("book_trip", include=(Include("city"),), count=4, examples=1))
    worker = start_worker()

    def generated() -> list[Example]:
        with store.read() as session:
            return find_examples(project.id, ExampleFilter(origin="generated"), session=session)

    wait_until(lambda: len(generated()) == 4)
    worker.kill()
    worker.wait()
    with store.write() as session:
        for row in find_examples(project.id, ExampleFilter(origin="generated"), session=session):
            row.status = "accepted"
            session.add(row)
    material = accepted_material(store, project.id)
    seeds, made = material.families[:2], material.families[2:]
    assert not seeds[0] & seeds[1]
    assert [sum(seed <= family for seed in seeds) for family in made] == [1, 1, 1, 1]
    assert job.id is not None


def test_what_hangs_together_by_its_seeds_is_measured_all_the_same_but_flagged(store: Store, rich: Project) -> None:
    material = accepted_material(store, rich.id)
    parts, shares_seeds = put_aside(material, StudentOrder())
    assert not shares_seeds
    joined = type(material)(material.utterances, (frozenset({"seed"}),) * len(material.utterances), material.labels)
    parts, shares_seeds = put_aside(joined, StudentOrder())
    assert shares_seeds
    assert len(parts.test) >= 5
    assert put_aside(material, StudentOrder(test=0.0))[0].test == ()


def test_a_seed_that_was_shown_with_another_value_is_of_the_family(store: Store, project: Project) -> None:
    request = Request("book_trip", method="paraphrase", include=(Include("city", "lima"),), count=1, style="instruct")
    with store.write() as session:
        (seed,) = find_examples(project.id, ExampleFilter(search="weekend"), session=session)
        (prompt,) = method("paraphrase").prompts(request, load_schema(project.id, session=session), [seed.utterance], 1)
        job, _ = create_job(project.id, request, teacher="t", sampling={}, session=session)
        save_prompts(job.id, [(prompt, 1)], session=session)
        made = Utterance("lima sounds good for saturday and sunday", "book_trip", "en", (Span(0, 4, "city"),))
        add_examples(
            project.id, [made], origin="generated", status="accepted", provenance={"prompt": 0}, session=session
        )
        (row,) = find_examples(project.id, ExampleFilter(origin="generated"), session=session)
        row.job_id = job.id
        session.add(row)
    assert [example.text for example in prompt.examples] == ["i want a weekend in lima"]
    material = accepted_material(store, project.id)
    families = {one.text: family for one, family in zip(material.utterances, material.families, strict=True)}
    assert families[seed.text] & families[made.text]
    assert not families[made.text] & families["take me to rome on monday"]


def test_what_was_made_from_the_same_seeds_is_held_out_together(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = accepted_material(store, rich.id)
    families = tuple(frozenset({f"seed {at // 3}"}) for at in range(len(material.utterances)))
    monkeypatch.setattr("jobs.student_parts.accepted_material", lambda *_: replace(material, families=families))
    data: list[StudentData] = []
    monkeypatch.setattr("jobs.student_run._train", lambda *given: bool(data.append(given[2].data)))
    for seed in range(5):
        row, _ = order_student(store, rich.id, StudentOrder(settings("tiny", seed=seed, held_out=0.3)))
        assert not run_student(store, row.uid, Settings())
        with store.write() as session:
            runs.finish(StudentRow, row.uid, "cancelled", session=session)
        family = dict(zip(material.utterances, families, strict=True))
        assert data[-1].measuring
        assert not {family[one] for one in data[-1].teaching} & {family[one] for one in data[-1].measuring}


class Silent:
    """A student that nobody is to ask."""

    def predict(self, texts: list[str]) -> None:
        pytest.fail("it was asked")


def without_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a training leave a folder at once, with a student that nobody is to ask."""
    monkeypatch.setattr("jobs.student_run._train", lambda *given: given[3].mkdir(parents=True) is None)
    monkeypatch.setattr("jobs.student_run.load_student", lambda *_, **__: Silent())


def test_it_is_cancelled_also_while_it_is_measured(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_training(monkeypatch)
    row, _ = order_student(store, rich.id)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.student_run.run_cancelled", lambda *_: look(store, row.uid).phase == "measuring")
    assert not run_student(store, row.uid, Settings())
    assert not (Settings().students_dir / row.uid).exists()


def test_one_that_breaks_down_leaves_no_folder(store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    without_training(monkeypatch)
    row, _ = order_student(store, rich.id)

    def broken(*_: object) -> None:
        raise Unavailable("a disk that is full")

    monkeypatch.setattr("jobs.student_run._measured", broken)
    with pytest.raises(Unavailable):
        run_student(store, row.uid, Settings())
    assert not (Settings().students_dir / row.uid).exists()


def test_an_intents_slots_are_those_of_the_schema(store: Store, rich: Project) -> None:
    labels = accepted_material(store, rich.id).labels
    assert labels.holds[labels.intents.index("cancel_trip")] == ("day",)


def test_folders_that_went_with_their_project_are_cleared_away_after_a_day(
    store: Store, rich: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = order_student(store, rich.id)
    for name in (row.uid, "lost"):
        (Settings().students_dir / name).mkdir(parents=True)
    clear_away_students(store, Settings())
    assert (Settings().students_dir / "lost").is_dir()
    monkeypatch.setattr("jobs.student_run._ORPHAN_SECONDS", -1.0)
    clear_away_students(store, Settings())
    assert [folder.name for folder in Settings().students_dir.iterdir()] == [row.uid]
    with store.write() as session:
        runs.finish(StudentRow, row.uid, "failed", session=session)
    clear_away_students(store, Settings())
    assert list(Settings().students_dir.iterdir()) == [], "of one that failed nothing is ever loaded"
