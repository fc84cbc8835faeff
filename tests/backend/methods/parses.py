"""Accepted utterances with parses, of all three forms, and the schemas induced from them."""

from __future__ import annotations

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance


def _top(notation: str, language: str = "en") -> Utterance:
    parse = read_parse(notation)
    return Utterance(parse.text, parse.intent, language, parse=parse)


def _said(text: str, notation: str, language: str = "en") -> Utterance:
    parse = read_parse(notation)
    return Utterance(text, parse.intent, language, parse=parse)


SNACKS = (
    _top("(ORDER bring me (SNACKORDER (NUMBER two ) (SIZE big ) (SNACK nut bowls ) with no (NOT (SAUCE mayo ) ) ) )"),
    _top("(ORDER (SNACKORDER (NUMBER a ) (SNACK salad ) and (MUCH_SAUCE (QUANTITY extra ) (SAUCE lime dip ) ) ) )"),
    _top(
        "(ORDER i take (SNACKORDER (NUMBER one ) (SIZE tiny ) (SNACK soup ) ) and (DRINKORDER (DRINK tea ) ) please )"
    ),
    _top("(ORDER (SNACKORDER (NUMBER three ) (SNACK bagels ) with (SAUCE hummus ) ) )"),
    _top("(ORDER (DRINKORDER (NUMBER an ) (SIZE extra big ) (DRINK apple juice ) ) will do )"),
)
CLASSES = (
    _said(
        "any pottery class next friday?",
        "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN [IN:GET_TIME [SL:DAY next friday ] ] ] ]",
    ),
    _said("what can I learn Tomorrow", "[IN:FIND_CLASS [SL:WHEN tomorrow ] ]"),
    _said("show me all classes", "[IN:FIND_CLASS ]"),
    _said("is there yoga at 4pm [late] today", "[IN:FIND_CLASS [SL:TOPIC yoga ] [SL:WHEN 4 pm ] [SL:WHEN today ] ]"),
)
THINGS = (
    _said("two of your biggest bowls", "(ORDER (SNACKORDER (NUMBER 2 ) (SIZE BIG ) (SNACK BOWL ) ) )"),
    _said("a soup without garlic", "(ORDER (SNACKORDER (NUMBER 1 ) (SNACK SOUP ) (NOT (SAUCE GARLIC_DIP ) ) ) )"),
    _said("soup and some lime dip", "(ORDER (SNACKORDER (NUMBER 1 ) (SNACK SOUP ) (SAUCE LIME_DIP ) ) )"),
)
BESIDE = (
    _said("two soups", "(SNACKORDER (NUMBER two ) (SNACK soups ) )"),
    _said("a tea and a soup", "(DRINKORDER (DRINK tea ) ) (SNACKORDER (NUMBER a ) (SNACK soup ) )"),
    _said(
        "tea and juice and soup", "(DRINKORDER (DRINK tea ) ) (DRINKORDER (DRINK juice ) ) (SNACKORDER (SNACK soup ) )"
    ),
)

KINDS = {
    "top": (Schema(parses=ParseSchema("top", "round")).extended_by(*SNACKS), SNACKS),
    "decoupled": (Schema(parses=ParseSchema("decoupled")).extended_by(*CLASSES), CLASSES),
    "exr": (Schema(parses=ParseSchema("exr", "round")).extended_by(*THINGS), THINGS),
    "beside": (Schema(parses=ParseSchema("decoupled", "round")).extended_by(*BESIDE), BESIDE),
}


def request(kind: str, method: str, **given: object) -> Request:
    """A request for the intent of the last seed of a kind."""
    _, seeds = KINDS[kind]
    return Request(seeds[-1].intent, method=method, **given)  # type: ignore[arg-type]
