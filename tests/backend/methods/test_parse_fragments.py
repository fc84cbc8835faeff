"""An utterance cut along its parse: which words belong to which label, and the whole again."""

from __future__ import annotations

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from backend.methods.parse_fragments import Fragment, cut, put_together
from tests.backend.methods.parses import KINDS

CUTTABLE = [(kind, seed) for kind in ("top", "decoupled", "beside") for seed in KINDS[kind][1]]


def said(text: str, notation: str) -> Utterance:
    parse = read_parse(notation)
    return Utterance(text, parse.intent, "en", parse=parse)


@pytest.mark.parametrize(("kind", "seed"), CUTTABLE)
def test_what_is_cut_is_put_together_again_as_it_was(kind: str, seed: Utterance) -> None:
    parses = KINDS[kind][0].parses
    assert parses
    found = cut(seed, parses)
    assert found is not None
    assert put_together(found, parses, "en") == seed


def test_a_label_is_cut_with_the_words_from_its_first_value_to_its_last() -> None:
    parses = KINDS["beside"][0].parses
    assert parses
    found = cut(said("a tea and a soup", "(DRINKORDER (DRINK tea ) ) (SNACKORDER (NUMBER a ) (SNACK soup ) )"), parses)
    assert found == Fragment(
        "",
        (
            "a ",
            Fragment("DRINKORDER", (Fragment("DRINK", ("tea",), ("tea",)),)),
            " and ",
            Fragment("SNACKORDER", (Fragment("NUMBER", ("a",), ("a",)), " ", Fragment("SNACK", ("soup",), ("soup",)))),
        ),
    )


def test_the_text_keeps_the_spelling_that_the_parse_does_not_have() -> None:
    parses = KINDS["decoupled"][0].parses
    assert parses
    found = cut(said("Yoga at 4PM, today", "[IN:FIND_CLASS [SL:TOPIC yoga ] [SL:WHEN 4 pm ] ]"), parses)
    assert found is not None
    assert [*found.pieces] == ["Yoga", " at ", "4PM", ", today"]
    assert found.fragments[0].fragments[1].value == ("4", "pm")


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("is there yoga", "[IN:FIND_CLASS [SL:TOPIC pottery ] ]"),
        ("show me all classes", "[IN:FIND_CLASS [SL:WHEN [IN:GET_TIME ] ] ]"),
        ("yoga today and pottery", "[IN:FIND_CLASS [SL:WHEN today ] [SL:TOPIC yoga ] ]"),
    ],
)
def test_a_parse_that_does_not_say_where_its_labels_stand_is_not_cut(text: str, notation: str) -> None:
    parse = read_parse(notation)
    parses = ParseSchema("decoupled").extended_by(parse)
    assert cut(said(text, notation), parses) is None
    assert cut(Utterance(text, "FIND_CLASS"), parses) is None
