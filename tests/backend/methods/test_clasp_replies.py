"""The four methods of CLASP: what is read of their replies, and which checks these fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_shape import shape
from backend.domain.utterance import Utterance
from tests.backend.methods.clasp import METHODS, failed, prompts
from tests.backend.methods.parses import KINDS, request

CLASS = read_parse("[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN next friday ] ]")


@pytest.mark.parametrize(
    ("reply", "text", "lost"),
    [
        ("any [1 pottery ] on [2 next friday ]?", "any pottery on next friday?", {}),
        ("[2 Next Friday ]: [1 pottery ]", "Next Friday: pottery", {}),
        (
            "any [1 clay ] on [2 next friday ]",
            "any clay on next friday",
            {"value-kept": "not found: SL:TOPIC = pottery"},
        ),
        (r"any [1 pottery ] \[new\] on [2 next friday ]", "any pottery [new] on next friday", {}),
    ],
)
def test_rs_reads_a_text_with_its_values_marked(reply: str, text: str, lost: dict[str, str]) -> None:
    prompt = replace(prompts("clasp-rs", "decoupled")[0], target=CLASS)
    assert METHODS["clasp-rs"].read(prompt, reply).text == text
    assert failed("clasp-rs", prompt, reply) == lost


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("", "empty reply"),
        ("any [1 pottery ]", "value that is not in the text; its number is 2"),
        ("[1 pottery ] [1 pottery ] [2 next friday ]", "value that is marked twice '1'"),
        ("[3 yoga ]", "label number that the request does not have 3"),
        ("[1 pottery on [2 next friday ]", "bracket inside a span"),
    ],
)
def test_a_text_without_its_marks_is_refused(reply: str, said: str) -> None:
    prompt = replace(prompts("clasp-rs", "decoupled")[0], target=CLASS)
    with pytest.raises(InvalidValue) as refused:
        METHODS["clasp-rs"].read(prompt, reply)
    assert said in str(refused.value)


def test_ts_reads_translated_values_into_the_parse() -> None:
    prompt = replace(prompts("clasp-ts", "decoupled")[0], target=CLASS)
    said = METHODS["clasp-ts"].read(prompt, "[2 vendredi prochain ], un cours de [1 poterie ] ?")
    parse = read_parse("[IN:FIND_CLASS [SL:TOPIC poterie ] [SL:WHEN vendredi prochain ] ]")
    assert said == Utterance("vendredi prochain, un cours de poterie ?", "FIND_CLASS", "fr", parse=parse)
    assert failed("clasp-ts", prompt, "[2 vendredi ], un cours de [1 poterie ] ?") == {}


@pytest.mark.parametrize(
    ("kind", "reply", "lost"),
    [
        ("top", "[ORDER a [DRINKORDER [NUMBER big ] [DRINK tea ] ] ]", {}),
        ("top", "[ORDER a [CAKE pie ] ]", {"parse-as-schema": "ORDER > CAKE: unknown label 'CAKE'."}),
        ("top", "[DRINKORDER [DRINK tea ] ]", {"parse-as-schema": "", "parse-as-asked": "of intent DRINKORDER"}),
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN 5 pm ] ] => what is on at 5pm", {}),
        (
            "decoupled",
            "[IN:FIND_CLASS [SL:WHEN 5 pm ] ] => what is on at five",
            {"values-in-text": "not in the text: SL:WHEN = 5 pm"},
        ),
        (
            "decoupled",
            "[IN:FIND_CLASS [SL:TOPIC yoga ] ] => is there a yogathon",
            {"values-in-text": "only part of a word: SL:TOPIC = yoga"},
        ),
        ("decoupled", "[IN:FIND_CLASS ] => Show me all classes!", {"copy": "equals the example: show me all classes"}),
        ("exr", "[ORDER [SNACKORDER [NUMBER 2 ] [SNACK SOUP ] ] ] => a couple of soups", {}),
    ],
)
def test_gb_reads_a_parse_and_then_its_text(kind: str, reply: str, lost: dict[str, str]) -> None:
    found = failed("clasp-gb", prompts("clasp-gb", kind)[0], reply)
    assert found.keys() == lost.keys()
    assert all(detail in found[check] for check, detail in lost.items())


@pytest.mark.parametrize(
    ("kind", "reply", "said"),
    [
        ("decoupled", "[IN:FIND_CLASS [SL:WHEN now ] => now", "never closed"),
        ("decoupled", "[IN:FIND_CLASS ]", "parse without => and a text behind it"),
        ("decoupled", "[IN:FIND_CLASS ] or => what is on", "parse without => and a text behind it"),
        ("decoupled", "what is on", "a parse begins with a bracket"),
        ("top", "[ORDER a [DRINKORDER [DRINK tea ] ] ] => a tea", "text behind a parse that holds every word"),
        ("top", "[ORDER a [DRINKORDER [DRINK tea ] ] ] ]", "does not balance|text behind|outside"),
    ],
)
def test_a_pair_that_cannot_be_read_says_why(kind: str, reply: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        METHODS["clasp-gb"].read(prompts("clasp-gb", kind)[0], reply)


def test_tb_keeps_the_labels_of_its_source_in_any_order() -> None:
    prompt = prompts("clasp-tb", "decoupled")[0]
    prompt = replace(prompt, target=CLASS)
    good = "[IN:FIND_CLASS [SL:WHEN vendredi ] [SL:TOPIC poterie ] ] => un cours de poterie vendredi"
    other = "[IN:FIND_CLASS [SL:WHEN vendredi ] ] => un cours vendredi"
    assert failed("clasp-tb", prompt, good) == {}
    assert failed("clasp-tb", prompt, other) == {"parse-as-asked": "missing SL:TOPIC"}


def test_tb_shows_the_source_and_accepted_pairs_of_the_target_language() -> None:
    schema, seeds = KINDS["decoupled"]
    french = Utterance("yoga demain", "FIND_CLASS", "fr", parse=read_parse("[IN:FIND_CLASS [SL:WHEN demain ] ]"))
    wanted = request("decoupled", "clasp-tb", language="fr")
    (prompt,) = METHODS["clasp-tb"].prompts(wanted, schema, (*seeds, french), 1)
    assert prompt.messages[-1].content.startswith("French: [IN:FIND_CLASS")
    assert "[IN:FIND_CLASS [SL:WHEN demain ] ] => yoga demain" in prompt.messages[0].content
    assert shape(prompt.target) == shape(prompt.examples[0].parse)


def test_thai_words_of_a_parse_are_a_text_without_spaces() -> None:
    prompt = replace(prompts("clasp-gb", "top")[0], language="th")
    assert METHODS["clasp-gb"].read(prompt, "[ORDER ขอ [DRINKORDER [DRINK ชา ] ] ]").text == "ขอชา"
