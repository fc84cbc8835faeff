from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from backend.domain.tokens import bio_tags, spans_from_tags
from backend.domain.utterance import Span, Utterance
from backend.students.tokens import is_exact, student_tokens
from tests.backend.domain.strategies import utterances


def words(text: str) -> list[str]:
    return [token.text for token in student_tokens(text)]


def test_words_are_cut_from_punctuation_and_unspaced_scripts_into_characters() -> None:
    assert words("fly to rome, please!") == ["fly", "to", "rome", ",", "please", "!"]
    assert words("$5 (café-bar)") == ["$", "5", "(", "café", "-", "bar", ")"]
    assert words("明日 open です") == ["明", "日", "open", "で", "す"]
    assert words("मुझे जगाओ") == ["मुझे", "जगाओ"]


def test_a_span_on_token_edges_comes_back_exactly() -> None:
    utterance = Utterance("the boston's, not rome's", "x", "en", (Span(4, 10, "city"), Span(18, 22, "city")))
    tokens = student_tokens(utterance.text)
    assert is_exact(utterance.spans, tokens)
    assert spans_from_tags(tokens, bio_tags(utterance.spans, tokens)) == utterance.spans


def test_a_span_within_a_word_is_widened_and_the_first_of_two_keeps_a_shared_word() -> None:
    text = "ein kinderfahrrad mieten"
    tokens = student_tokens(text)
    spans = (Span(4, 10, "who"), Span(10, 17, "what"))
    assert not is_exact(spans, tokens)
    assert bio_tags(spans, tokens) == ("O", "B-who", "O")
    longer = (Span(4, 10, "who"), Span(10, 24, "what"))
    assert bio_tags(longer, tokens) == ("O", "B-who", "B-what")


def test_spans_side_by_side_stay_two() -> None:
    tokens = student_tokens("rome oslo bern")
    spans = (Span(0, 4, "city"), Span(5, 14, "city"))
    assert bio_tags(spans, tokens) == ("B-city", "B-city", "I-city")
    assert spans_from_tags(tokens, bio_tags(spans, tokens)) == spans


@given(utterances())
def test_tokens_cover_all_that_is_no_space_in_order(utterance: Utterance) -> None:
    tokens = student_tokens(utterance.text)
    assert "".join(token.text for token in tokens) == "".join(utterance.text.split())
    assert all(token.text == utterance.text[token.start : token.end] for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))


@given(utterances())
def test_tags_bring_back_exact_spans_and_widen_all_others(utterance: Utterance) -> None:
    tokens = student_tokens(utterance.text)
    tags = bio_tags(utterance.spans, tokens)
    back = spans_from_tags(tokens, tags)
    assert len(tags) == len(tokens)
    if is_exact(utterance.spans, tokens):
        assert back == utterance.spans
    else:
        assert len(back) <= len(utterance.spans)
        assert all(any(span.start < gold.end and gold.start < span.end for gold in utterance.spans) for span in back)
    assert bio_tags(back, tokens) == tags
