"""Tuning as a job: its data laid down, its progress, a stop and going on."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from backend.domain.corpus import Corpus
from backend.domain.errors import Conflict, InvalidValue, Unavailable
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance
from backend.teacher.adapter import CARD
from backend.teacher.tuning.settings import TuneSettings
from jobs.generating import choose_teacher, style_for
from jobs.settings import Settings
from jobs.teachers import tuned_teachers
from jobs.trying import cancel_teacher_run
from jobs.tuning import TuningOrder, go_on, order_tuning, tuned_name, tuning_order, tuning_progress, tuning_settings
from jobs.tuning_data import TuningData, accepted_data, clear_away_orphans, counts, data_file, laid_down, uploaded_data
from jobs.tuning_run import run_tuning
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import delete_project, project_by_id
from storage.tables import Project, TeacherRun
from storage.teacher_runs import run_by_uid

CITIES = ("oslo", "rome", "lima", "cairo", "paris", "quito", "delhi", "tokyo", "accra", "sofia", "bern", "riga")
TINY = TuneSettings(passes=2, held_out=0.3, batch_tokens=256, longest=200, evaluations=4, rank=4)


@pytest.fixture
def rich(store: Store, project: Project) -> Project:
    """The project with enough accepted examples to learn from and to measure with."""
    learnable(store, project)
    return project


def learnable(store: Store, project: Project) -> None:
    """Give the project 30 accepted examples."""
    made = [
        Utterance(f"{lead} {city}", "book_trip", "en", (Span(len(lead) + 1, len(lead) + 1 + len(city), "city"),))
        for lead in ("bring me to", "a ticket to")
        for city in CITIES
    ]
    other = [Utterance(f"call off number {number}", "cancel_trip") for number in range(6)]
    with store.write() as session:
        add_examples(project.id, [*made, *other], origin="imported", status="accepted", provenance={}, session=session)


def order(base: Path | str, name: str = "mine", **more: object) -> TuningOrder:
    return TuningOrder(name, str(base), ("linguist",), settings=TINY, **{"excluded": (), **more})  # type: ignore[arg-type]


def look(store: Store, uid: str) -> TeacherRun:
    with store.read() as session:
        return run_by_uid(uid, session=session)


def test_data_is_counted_before_it_starts_and_excluded_intents_are_left_out(store: Store, rich: Project) -> None:
    data = accepted_data(store, rich.id, rich.name)
    assert len(data.utterances) == 32
    assert data.intents == ("book_trip", "cancel_trip")
    whole, less = counts(data, (), 0.3), counts(data, ("cancel_trip",), 0.3)
    assert whole.teaching + whole.measuring == 32
    assert less.teaching + less.measuring == 26
    with pytest.raises(InvalidValue, match="'fly_home'"):
        counts(data, ("fly_home",), 0.3)


def test_an_upload_is_read_line_by_line(store: Store) -> None:
    file = b'{"text": "to rome", "spans": [{"start": 3, "end": 7, "slot": "city"}], "intent": "go"}\n{"text": 5}\n'
    data = uploaded_data([("mine.jsonl", file)], language="en")
    assert (len(data.utterances), data.refused, list(data.sources), data.keys) == (1, 1, ["mine.jsonl"], ())
    with pytest.raises(InvalidValue, match="without a line"):
        uploaded_data([("mine.jsonl", b'{"text": 5}\n')], language="en")


ENGLISH = b"".join(
    json.dumps({"id": at, "text": f"to {city}", "intent": "go"}).encode() + b"\n" for at, city in enumerate(CITIES)
)
GERMAN = b"".join(
    json.dumps({"id": at, "text": f"nach {city}", "intent": "go", "language": "de"}).encode() + b"\n"
    for at, city in enumerate(CITIES)
)


def test_files_in_several_languages_are_paired_and_stay_so_when_laid_down(
    store: Store, rich: Project, decoder_folder: Path
) -> None:
    data = uploaded_data([("en.jsonl", ENGLISH), ("de.jsonl", GERMAN)], language="en", pair_by="id")
    assert list(data.sources) == ["en.jsonl", "de.jsonl"]
    assert data.keys == 2 * tuple(map(str, range(len(CITIES))))
    wanted = replace(order(decoder_folder), methods=("translate",), settings=replace(TINY, held_out=0.5))
    run, new = order_tuning(store, rich.id, wanted, data, Settings())
    assert new
    there = laid_down(run.uid, Settings())
    assert (there.utterances, there.keys) == (data.utterances, data.keys)
    assert len(there.parallel) == len(CITIES)


def test_a_field_that_no_line_has_and_a_file_that_is_there_twice_are_refused() -> None:
    with pytest.raises(InvalidValue, match="field to pair lines by that no line has 'uid'"):
        uploaded_data([("en.jsonl", ENGLISH)], language="en", pair_by="uid")
    for name in ("en.jsonl", "copy.jsonl"):
        with pytest.raises(InvalidValue, match="files that are the same"):
            uploaded_data([("en.jsonl", ENGLISH), (name, ENGLISH)], language="en")


def test_an_order_lays_the_data_down_before_it_is_queued(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, new = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    assert new
    assert (run.status, run.teacher, run.target) == ("queued", str(decoder_folder), "mine")
    assert laid_down(run.uid, Settings()) == Corpus(data.utterances)


def test_a_tuning_stopped_in_the_middle_goes_on_and_ends_as_a_teacher_to_choose(
    store: Store,
    rich: Project,
    decoder_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    with monkeypatch.context() as patched:
        stop_at(3, patched, run.uid, store)
        assert not run_tuning(store, run.uid, Settings())
    stopped = tuning_progress(look(store, run.uid))
    assert 3 <= stopped.step < stopped.steps
    assert tuned_teachers(Settings()) == ()
    with store.write() as session:
        row = run_by_uid(run.uid, session=session)
        row.status, row.cancel_requested = "cancelled", False
        session.add(row)
    again, new = go_on(store, run.uid, Settings())
    assert new
    assert again.uid != run.uid
    assert run_tuning(store, again.uid, Settings())
    ended = look(store, again.uid)
    progress = tuning_progress(ended)
    assert (ended.status, progress.step) == ("done", progress.steps)
    assert [point["step"] for point in progress.curve] == sorted({point["step"] for point in progress.curve})
    assert any("held_out_loss" in point for point in progress.curve)
    (made,) = tuned_teachers(Settings())
    assert made.label == "mine"
    assert (made.style, style_for(made.name, "linguist"), style_for(made.name, "other")) == (
        "tuned", "tuned", "instruct",
    )  # fmt: skip
    assert made.tuned is not None
    assert made.tuned.held_out_loss is not None
    assert made.tuned.teaching == counts(data, (), 0.3).teaching
    assert not data_file(run.uid, Settings()).exists()
    choose_teacher(store, rich.id, ended.result["folder"])
    with store.read() as session:
        assert project_by_id(rich.id, session=session).teacher == made.name


def test_parses_are_laid_down_and_teach_what_parses_teach(store: Store, rich: Project, decoder_folder: Path) -> None:
    notation = "[IN:GO [SL:CITY {} ] ]"
    parses = tuple(
        Utterance(f"to {city}", "GO", parse=read_parse(notation.format(city))) for city in CITIES
    )  # fmt: skip
    data = TuningData(parses, {"mine.jsonl": "0" * 64})
    for methods, said in ((("translate",), "no lesson can be made"), ((), "for no method")):
        with pytest.raises(InvalidValue, match=said):
            order_tuning(store, rich.id, replace(order(decoder_folder), methods=methods), data, Settings())
    wanted = replace(order(decoder_folder), methods=("clasp-rs",), settings=replace(TINY, held_out=0.5))
    run, new = order_tuning(store, rich.id, wanted, data, Settings())
    assert new
    assert laid_down(run.uid, Settings()) == Corpus(parses)
    assert tuning_order(run).methods == ("clasp-rs",)


def test_an_order_of_the_time_when_a_tuning_was_for_one_method_is_still_read(rich: Project) -> None:
    spec = {**asdict(order("base")), "method": "linguist"}
    del spec["methods"]
    assert tuning_order(TeacherRun(project_id=rich.id, uid="1", spec=spec)) == order("base")


def stop_at(step: int, monkeypatch: pytest.MonkeyPatch, uid: str, store: Store) -> None:
    """The person cancels once that step is stored."""

    def asked(*_of: object) -> bool:
        return tuning_progress(look(store, uid)).step >= step

    monkeypatch.setattr("jobs.telling.TELL_SECONDS", 0.0)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)
    monkeypatch.setattr("jobs.tuning_run.run_cancelled", asked)


def test_a_tuning_whose_card_is_there_already_has_nothing_left_to_do(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    folder = Settings().tuned_dir / "mine"
    folder.mkdir(parents=True)
    (folder / CARD).write_text(json.dumps({"base": str(decoder_folder)}))
    assert run_tuning(store, run.uid, Settings())
    assert look(store, run.uid).status == "done"


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "a b", "-x", "C:\\x", "x" * 65])
def test_the_name_of_a_result_is_never_a_path(store: Store, name: str) -> None:
    with pytest.raises(InvalidValue):
        tuned_name(name, Settings())


def test_a_name_that_is_taken_is_refused_whatever_its_case(store: Store) -> None:
    (Settings().tuned_dir / "Mine").mkdir(parents=True)
    with pytest.raises(Conflict, match="'mine'"):
        tuned_name("mine", Settings())


def test_what_cannot_be_tuned_is_refused_with_what_to_do(store: Store, rich: Project, obedient: str) -> None:
    data = accepted_data(store, rich.id, rich.name)
    for base in (obedient, "openai:m@http://127.0.0.1:9/v1", "no-such-model"):
        with pytest.raises(Unavailable):
            order_tuning(store, rich.id, order(base), data, Settings())
    with pytest.raises(Unavailable, match="smollm2-135m-instruct"):
        order_tuning(store, rich.id, order("smollm2-135m-linguist"), data, Settings())
    with pytest.raises(InvalidValue, match="passes"):
        tuning_settings(full=False, passes=0, held_out=0.1, batch_tokens=4096)


def test_one_tuning_at_a_time_and_one_name_at_a_time(
    store: Store,
    rich: Project,
    decoder_folder: Path,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    first, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    again, new = order_tuning(store, rich.id, order(decoder_folder, "other"), data, Settings())
    assert (again.uid, new) == (first.uid, False)
    with pytest.raises(Conflict, match="tuning is still at work"), store.write() as session:
        delete_project(rich.id, session=session)
    cancel_teacher_run(store, first.uid)
    assert look(store, first.uid).status == "cancelled"


def test_data_that_no_run_knows_is_cleared_away_after_a_day_and_no_other(
    store: Store,
    rich: Project,
    decoder_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    lost = Settings().tunings_dir / "lost"
    lost.mkdir()
    clear_away_orphans(store, Settings())
    assert lost.is_dir()
    monkeypatch.setattr("jobs.tuning_data._ORPHAN_SECONDS", -1.0)
    clear_away_orphans(store, Settings())
    assert not lost.exists()
    assert data_file(run.uid, Settings()).is_file()


def test_a_full_tuning_learns_more_gently() -> None:
    lora, full = (tuning_settings(full=full, passes=2, held_out=0.1, batch_tokens=512) for full in (False, True))
    assert full.learning_rate < lora.learning_rate
    assert replace(full, full=False, learning_rate=lora.learning_rate) == lora
