"""Parallel data sets are read by id, and of mTOP only what can be said with spans."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from backend.domain.errors import NotFound
from backend.domain.utterance import Span, Utterance
from bench.alignment import comparable, row
from bench.parallel import massive, mtop
from tests.backend.methods.words import Dictionary


def write(file: Path, *rows: dict[str, object]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one) + "\n" for one in rows)


def test_massive_is_read_by_id_and_split(tmp_path: Path) -> None:
    told = {"id": "7", "split": "test", "intent": "fly", "utt": "flieg nach rom", "tokens": ["flieg", "nach", "rom"]}
    tags = ["O", "O", "B-city"]
    write(tmp_path / "massive/de-DE.jsonl.gz", {**told, "tags": tags}, {**told, "tags": tags, "split": "dev"})
    assert massive("de", "test", tmp_path) == {"7": Utterance("flieg nach rom", "fly", "de", (Span(11, 14, "city"),))}
    with pytest.raises(NotFound, match="--data"):
        massive("fr", "test", tmp_path)


@pytest.mark.parametrize(
    ("text", "parse", "slots"),
    [
        ("ring mum at ten .", "[IN:CALL [SL:WHO mum ] [SL:TIME at ten ] ]", (("WHO", "mum"), ("TIME", "at ten"))),
        ("ring", "[IN:CALL ]", ()),
        ("ring mum or mum", "[IN:CALL [SL:WHO mum ] ]", None),
        ("ring my mum", "[IN:CALL [SL:WHO [IN:GET [SL:KIN mum ] ] ] ]", None),
        ("ring mum", "[IN:CALL [SL:WHO mum ] [SL:KIN um ] ]", None),
    ],
)
def test_mtop_is_read_where_its_parse_says_spans(
    tmp_path: Path, text: str, parse: str, slots: tuple[tuple[str, str], ...] | None
) -> None:
    write(tmp_path / "mtop/multi.test.jsonl.gz", {"id": "mtop-1-en", "lang": "en", "text": text, "parse": parse})
    found = mtop("en", "test", tmp_path)
    assert [one.slots for one in found.values()] == ([] if slots is None else [slots])
    assert set(found) <= {"mtop-1"}


def test_figures_are_of_pairs_that_people_marked_alike() -> None:
    sources = {
        "1": Utterance("to rome", "fly", "en", (Span(3, 7, "city"),)),
        "2": Utterance("to bonn", "fly", "en", (Span(3, 7, "city"),)),
        "3": Utterance("on monday", "fly", "en", (Span(3, 9, "day"),)),
        "4": Utterance("hello", "greet"),
    }
    targets = {
        "1": Utterance("nach rom", "fly", "de", (Span(5, 8, "city"),)),
        "2": Utterance("bonn bonn", "fly", "de", (Span(5, 9, "city"),)),
        "3": Utterance("am montag", "fly", "de"),
        "4": Utterance("hallo", "greet", "de"),
    }
    pairs = comparable(sources, targets, 10)
    assert sorted(target.text for _, target in pairs) == ["bonn bonn", "nach rom"]
    figures = row(pairs, Dictionary(rome="rom"))
    assert (figures["pairs"], figures["kept"], figures["right"], figures["right_of_all"]) == (2, 50.0, 100.0, 50.0)
    assert figures["by_way"]["verbatim"] == {
        "pairs": 0,
        "kept": None,
        "right": None,
        "right_of_all": None,
        "spans_right": None,
    }
