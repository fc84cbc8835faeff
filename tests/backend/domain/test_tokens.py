"""Tokens and BIO tags say exactly what the spans say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from backend.domain.tokens import Token, bio_tags, is_sign, spans_from_tags, tagging_tokens, tokens
from backend.domain.utterance import Span, Utterance
from tests.backend.domain.strategies import utterances


@given(utterances())
def test_spans_come_back_from_tokens_and_tags(utterance: Utterance) -> None:
    assert spans_from_tags(tokens(utterance), bio_tags(utterance.spans, tokens(utterance))) == utterance.spans


@given(utterances())
def test_spans_come_back_from_the_tokens_that_are_tagged_too(utterance: Utterance) -> None:
    pieces = tagging_tokens(utterance)
    assert "".join(piece.text for piece in pieces) == "".join(utterance.text.split())
    assert spans_from_tags(pieces, bio_tags(utterance.spans, pieces)) == utterance.spans


@given(utterances())
def test_a_cut_beside_a_sign_tells_nothing_about_slots(utterance: Utterance) -> None:
    """Whoever tags a text whose spans are not known cuts it there too."""
    unknown = {piece.start for piece in tagging_tokens(replace(utterance, spans=()))}
    text = utterance.text
    for piece in tagging_tokens(utterance):
        if piece.start and is_sign(text[piece.start - 1]) != is_sign(text[piece.start]):
            assert piece.start in unknown


@given(utterances())
def test_tokens_cover_all_that_is_no_space_in_order_and_hold_none(utterance: Utterance) -> None:
    pieces = tokens(utterance)
    assert all(utterance.text[piece.start : piece.end] == piece.text for piece in pieces)
    assert not any(character.isspace() for piece in pieces for character in piece.text)
    assert "".join(piece.text for piece in pieces) == "".join(utterance.text.split())
    assert all(one.end <= other.start for one, other in pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("What's the time?", "en", ["What's", "the", "time?"]),
        ("a\u00a0b\u3000c", "en", ["a", "b", "c"]),
        ("ok Googleで7時", "ja", ["ok", "Google", "で", "7", "時"]),
        ("ไปที่", "th", ["ไ", "ป", "ที่"]),
        ("が\u3099です", "ja", ["が\u3099", "で", "す"]),
        ("家族👨‍👩‍👧と👍🏽❤️", "ja", ["家", "族", "👨‍👩‍👧", "と", "👍🏽", "❤️"]),
        ("天气 today", "zh-Hant-TW", ["天", "气", "today"]),
    ],
)
def test_text_is_split_so(text: str, language: str, expected: list[str]) -> None:
    assert [piece.text for piece in tokens(Utterance(text, "Any", language))] == expected


def test_a_token_is_cut_at_the_edge_of_a_span() -> None:
    utterance = Utterance("boston's weather", "Weather", "en", (Span(0, 6, "city"),))
    assert [piece.text for piece in tokens(utterance)] == ["boston", "'s", "weather"]
    assert bio_tags(utterance.spans, tokens(utterance)) == ("B-city", "O", "O")


def test_tokens_to_tag_are_cut_at_signs_beside_a_slot_and_elsewhere_alike() -> None:
    utterance = Utterance("from the station. a chain.", "Go", "en", (Span(9, 16, "place"),))
    pieces = tagging_tokens(utterance)
    assert [piece.text for piece in pieces] == ["from", "the", "station", ".", "a", "chain", "."]
    assert bio_tags(utterance.spans, pieces) == ("O", "O", "B-place", "O", "O", "O", "O")


def test_adjacent_spans_with_one_label_stay_two() -> None:
    utterance = Utterance("red green blue", "Paint", "en", (Span(0, 3, "colour"), Span(4, 14, "colour")))
    assert bio_tags(utterance.spans, tokens(utterance)) == ("B-colour", "B-colour", "I-colour")


def test_an_inside_tag_that_continues_nothing_begins_a_span() -> None:
    pieces = (Token(0, 1, "a"), Token(2, 3, "b"), Token(4, 5, "c"), Token(6, 7, "d"))
    tags = ("I-city", "I-day", "O", "I-day")
    assert spans_from_tags(pieces, tags) == (Span(0, 1, "city"), Span(2, 3, "day"), Span(6, 7, "day"))


def test_another_number_of_tags_than_of_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        spans_from_tags((Token(0, 1, "a"), Token(2, 3, "b")), ("O",))
