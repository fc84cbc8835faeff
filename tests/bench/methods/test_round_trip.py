"""The round trip of parses, with a parser of the test's; and what the oracle of slots says without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.domain.parse import Parse
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance
from backend.students.data import StudentData
from backend.students.settings import StudentSettings
from backend.students.student import Prediction
from bench.methods import of_pizza
from bench.methods.round_trip import Parser, RoundTrip
from bench.methods.sets import BenchSet
from bench.students.learning import Students

MADE = Utterance("two pies", "ORDER", parse=read_parse("(ORDER (NUMBER two ) pies )"))
OTHER = Utterance("ten pies", "ORDER", parse=read_parse("(ORDER (NUMBER ten ) pies )"))
ORDERS = BenchSet("orders", (), ("en",), of_pizza.case, taught_parses=lambda _language, _data: (MADE,))


SLOTS = {one.text: Utterance(one.text, "ORDER", spans=(Span(0, 3, "NUMBER"),)) for one in (MADE, OTHER)}
"""What the parses are with slots, of the two that can be said so."""


class OneNumberAlone(Students):
    """Knows what two is, and nothing else."""

    def said(
        self, data: StudentData, _settings: StudentSettings, texts: Sequence[str], **_kept: bool
    ) -> list[Prediction]:
        assert set(SLOTS.values()) < set(data.teaching)
        return [Prediction("ORDER", 1.0, (Span(0, 3, "NUMBER"),) if one.startswith("two") else ()) for one in texts]


def by_heart(
    real: Sequence[Utterance], texts: Sequence[str], *, folder: Path, device: str | None
) -> list[Parse | None]:
    assert folder.is_dir()
    known = {one.text: one.parse for one in real}
    return [known.get(text) for text in texts]


def gone(real: Sequence[Utterance], texts: Sequence[str], *, folder: Path, device: str | None) -> list[Parse | None]:
    raise Unavailable("parser that is gone", value="parser")


def round_trip(folder: Path, parser: Parser | None) -> RoundTrip:
    return RoundTrip(Students(folder, "cpu"), folder / "round-trip", folder, "cpu", 0, 1, "none", parser)


def test_a_parser_that_learnt_from_real_parses_is_asked_for_those_of_the_texts(tmp_path: Path) -> None:
    found = round_trip(tmp_path, by_heart).figures(ORDERS, "en", [MADE, OTHER])
    assert found == {"round_trip": 0.5, "round_trip_unordered": 0.5, "round_trip_insensitive": 0.5}


def test_without_a_parser_or_a_student_there_is_no_round_trip(tmp_path: Path) -> None:
    asked = round_trip(tmp_path, None)
    assert asked.figures(ORDERS, "en", [MADE]) == {}
    assert asked.figures(ORDERS, "en", [Utterance("two pies", "ORDER")]) == {}
    assert asked.figures(ORDERS, "en", []) == {}
    assert asked.problems == {}


def test_a_parser_that_breaks_is_told_of_once_and_costs_no_other_figure(tmp_path: Path) -> None:
    asked = round_trip(tmp_path, gone)
    assert asked.figures(ORDERS, "en", [MADE]) == {}
    assert "gone" in asked.problems["orders/en parses"]
    asked.parser = by_heart
    assert asked.figures(ORDERS, "en", [MADE]) == {}


def test_without_a_parser_the_student_of_slots_is_asked_for_the_values_of_what_can_be_said_with_them(
    tmp_path: Path,
) -> None:
    real = (*SLOTS.values(), Utterance("no pies", "CANCEL"))
    orders = replace(ORDERS, taught=lambda _language, _data: (real, real), flat=lambda one, _data: SLOTS.get(one.text))
    asked = replace(round_trip(tmp_path, None), students=OneNumberAlone(tmp_path, "cpu"), most=10)
    deep = Utterance("six pies", "ORDER", parse=read_parse("(ORDER (PIE (NUMBER six ) pies ) )"))
    found = asked.figures(orders, "en", [MADE, OTHER, deep, deep])
    assert asked.problems == {}
    assert (found["round_trip"], found["round_trip_intent"], found["round_trip_asked"]) == (0.5, 1, 0.5)
    assert (asked.worth["orders/en"]["learnt_from"], asked.worth["orders/en"]["intent_accuracy"]) == (3, 0.66667)
    assert asked.figures(orders, "en", [deep]) == {}
