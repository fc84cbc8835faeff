from __future__ import annotations

import pytest

from backend.domain.delexicalised import delexicalised
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance


def parsed(text: str, notation: str, language: str = "en") -> Utterance:
    parse = read_parse(notation)
    return Utterance(text, parse.intent, language, parse=parse)


def test_values_are_replaced_by_the_names_of_their_slots() -> None:
    hotel = Utterance("A room in Rome, please!", "book", "en", (Span(10, 14, "city"),))
    assert delexicalised(hotel) == "a room in <city> please"
    assert delexicalised(Utterance("rome", "book", "en", (Span(0, 4, "city"),))) == "<city>"


@pytest.mark.parametrize(
    ("text", "notation", "language", "pattern"),
    [
        ("get a big rice", "[ORDER get [NUMBER a ] big [FOOD rice ] ]", "en", "get <NUMBER> big <FOOD>"),
        ("go away", "[GO go away ]", "en", "go away"),
        ("東京へ飛びたい", "[FLY [CITY 東京 ] ]", "ja", "<CITY> へ飛びたい"),
        ("fly rome rome", "[FLY [CITY rome ] [CITY rome ] ]", "en", "fly <CITY> <CITY>"),
        ("fly rome rome", "[FLY [CITY rome ] ]", "en", "fly <CITY> rome"),
        ("Fly to New-York!", "[FLY [CITY new - york ] ]", "en", "fly to <CITY>"),
        ("tea or a pie", "[ORDER [FOOD pie ] [DRINK tea ] ]", "en", "<DRINK> or a <FOOD>"),
        (
            "one large ham pizza",
            "[ORDER [NUMBER 1 ] [SIZE LARGE ] [TOPPING HAM ] ]",
            "en",
            "one <SIZE> <TOPPING> pizza",
        ),
        ("cookies", "[ORDER [FOOD cookie ] [SIDE cookie ] ]", "en", "<FOOD> s"),
    ],
)
def test_values_of_a_parse_are_replaced_by_their_labels_where_they_stand(
    text: str, notation: str, language: str, pattern: str
) -> None:
    assert delexicalised(parsed(text, notation, language)) == pattern
