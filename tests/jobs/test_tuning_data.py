"""The utterances of a tuning: read, paired, counted, laid down, and cleared away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from jobs.settings import Settings
from jobs.tuning import order_tuning, tuning_order
from jobs.tuning_data import (
    TuningData,
    accepted_data,
    clear_away,
    clear_away_orphans,
    counts,
    data_file,
    laid_down,
    lay_down,
    uploaded_data,
)
from storage.engine import Store
from storage.tables import Project
from tests.jobs.tunings import CITIES, TINY, learnable, order


@pytest.fixture
def rich(store: Store, project: Project) -> Project:
    """The project with enough accepted examples to learn from and to measure with."""
    learnable(store, project)
    return project


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


def test_data_that_no_run_knows_is_cleared_away_after_a_day_and_no_other(
    store: Store,
    rich: Project,
    decoder_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = accepted_data(store, rich.id, rich.name)
    run, _ = order_tuning(store, rich.id, order(decoder_folder), data, Settings())
    lay_down(data, "lost", store, Settings())
    other = Store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    lay_down(data, "of-another-database", other, Settings())
    lost, others, mine = (Settings().tunings_dir / name for name in ("lost", "of-another-database", "mine"))
    mine.mkdir()
    clear_away_orphans(store, Settings())
    assert lost.is_dir()
    monkeypatch.setattr("jobs.begun.ORPHAN_SECONDS", -1.0)
    clear_away_orphans(store, Settings())
    assert not lost.exists()
    assert others.is_dir()
    assert mine.is_dir()
    assert data_file(run.uid, Settings()).is_file()
    clear_away(run.uid, Settings())
    assert [note.name for note in Settings().begun_dir.glob("*/*")] == ["of-another-database"]
