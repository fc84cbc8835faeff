from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue
from bench.methods.teachers import Cell
from bench.students.cross import of_massive, of_mtop
from bench.students.cross.cases import drawn, drawn_of_each
from bench.students.cross.cells import starting
from bench.students.cross.protocol import Sizes
from tests.bench.students.cross.conftest import NEW

FEW = Sizes(3, 4, 5, 3)


def test_fewer_of_a_draw_are_the_beginning_of_more_and_another_draw_is_another_order() -> None:
    ids = [f"{at}" for at in range(30)]
    assert drawn(ids, 3, "x") == drawn(ids, None, "x")[:3]
    assert sorted(drawn(ids, 99, "x")) == sorted(ids)
    assert drawn(ids, None, "x") != drawn(ids, None, "y")


def test_massive_has_new_intents_in_english_and_by_a_shot_and_the_others_in_the_language(data: Path) -> None:
    case = of_massive.case("de", 0, of_massive.INTENTS, FEW, data)
    assert {one.intent for one in case.known} == {"wake_up", "play_radio"}
    assert [one.language for one in (*case.known, *case.shots, *case.real)] == ["de"] * (8 + 3 + 12)
    assert [(one.language, one.text.split()[1]) for one in case.english] == [("en", "train")] * 15
    assert {one.intent for one in case.english} == set(NEW)
    assert [case.real[at] for at in (0, 4, 8)] == list(case.shots)
    assert (len(case.test), {one.text.split()[1] for one in case.test}) == (40, {"test"})
    assert case.schema.intent("takeaway_order").slots == ("food_type",)
    assert of_massive.case("de", 1, of_massive.INTENTS, FEW, data).shots != case.shots
    near = of_massive.case("de", 0, of_massive.INTENTS, replace(FEW, near=True), data)
    assert {one.intent for one in near.known} == {"play_radio"}
    assert {one.intent for one in near.test} == {*NEW, "play_radio"}
    with pytest.raises(InvalidValue, match="intent without an utterance"):
        drawn_of_each({}, ["fly"], 1, "0")


def test_mtop_has_flat_english_ones_with_both_forms_and_asks_flat_ones_in_the_language(data: Path) -> None:
    intents = of_mtop.commonest(5, data)
    assert (intents, of_mtop.commonest(1, data)) == (("CALL", "EAT"), ("CALL",))
    case = of_mtop.case("fr", 0, intents, FEW, data)
    assert (case.known, {one.language for one in case.english}) == ((), {"en"})
    assert all(one.slot_counts == {"DISH": 1, "DATE_TIME": 1} for one in case.english if one.intent == "EAT")
    for slotted, parsed in ((case.english, case.english_parsed), (case.shots, case.shots_parsed)):
        assert [one.text for one in slotted] == [one.text for one in parsed]
        assert all(one.parse for one in parsed)
    assert {one.language for one in (*case.shots, *case.real, *case.test)} == {"fr"}
    assert (len(case.test), of_mtop.left_out("fr", intents, data)) == (21, 3)
    assert case.parsed_schema.parses is not None
    assert {label.name for label in case.parsed_schema.parses.labels} == {
        "IN:CALL", "IN:EAT", "SL:DISH", "SL:DATE_TIME", "SL:WHO"
    }  # fmt: skip


def test_a_method_starts_from_english_and_the_shots_with_parses_or_with_slots(data: Path) -> None:
    case = of_mtop.case("fr", 0, ("CALL", "EAT"), FEW, data)
    assert starting(case, "linguist").seeds == starting(case, "translate").seeds == (*case.english, *case.shots)
    assert starting(case, "clasp-tb").seeds == (*case.english_parsed, *case.shots_parsed)
    assert starting(case, "clasp-tb").schema.parses is not None
    assert Cell("none", "mtop", "clasp-tb", "fr", 0).style == "instruct"
