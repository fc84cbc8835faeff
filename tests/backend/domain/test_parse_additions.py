from __future__ import annotations

from backend.domain.parse_additions import additions
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema

EMPTY = ParseSchema("top", "round")
TEA = read_parse("(ORDER a (DRINKORDER (SIZE big ) (DRINK tea ) ) )")
TWO = read_parse("(ORDER a (DRINKORDER (DRINK tea ) ) ) (BYE thanks )")


def test_what_is_of_one_kind_is_told_in_one_line() -> None:
    assert additions(EMPTY, EMPTY.extended_by(TEA)) == (
        "labels ORDER, DRINKORDER, SIZE, DRINK",
        "inside ORDER: DRINKORDER",
        "inside DRINKORDER: SIZE, DRINK",
        "values of SIZE, DRINK",
        "outside of all others: ORDER",
        "up to 3 labels above one another",
    )


def test_what_is_there_already_is_not_told() -> None:
    held = EMPTY.extended_by(TEA)
    assert additions(held, held) == ()
    assert additions(held, held.extended_by(TWO)) == (
        "label BYE",
        "values of BYE",
        "outside of all others: BYE",
        "up to 2 labels side by side",
    )
