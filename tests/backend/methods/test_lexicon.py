"""The lexicons that are shipped."""

from __future__ import annotations

import pytest

from backend.methods.lexicon import FOLDER, meanings

SHIPPED = sorted(file.stem.removeprefix("en-") for file in FOLDER.glob("en-*.tsv"))


@pytest.mark.parametrize("code", SHIPPED)
def test_each_is_sorted_and_says_of_every_pair_how_sure_it_is(code: str) -> None:
    rows = [line.split("\t") for line in (FOLDER / f"en-{code}.tsv").read_text(encoding="utf-8").splitlines()]
    pairs = [(word, other) for word, other, _ in rows]
    assert pairs == sorted(set(pairs))
    assert len(pairs) > 5000
    assert all(0 < float(surely) <= 1 for _, _, surely in rows)
    assert all(word == word.casefold() and other == other.casefold() for word, other in pairs)


def test_words_are_found_in_both_directions_and_between_two_others() -> None:
    there, back, between = meanings("en", "de"), meanings("de-CH", "en-GB"), meanings("de", "fr")
    assert there
    assert back
    assert between
    assert max(there["tomorrow"], key=there["tomorrow"].get) == "morgen"
    assert back["morgen"]["tomorrow"] == there["tomorrow"]["morgen"]
    assert max(between["morgen"], key=between["morgen"].get) == "demain"


@pytest.mark.parametrize("pair", [("en", "en-GB"), ("fr", "fr"), ("en", "sw"), ("sw", "fr"), ("../x", "en")])
def test_where_there_is_no_lexicon_there_is_none(pair: tuple[str, str]) -> None:
    assert meanings(*pair) is None
