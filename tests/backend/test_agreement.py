from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.agreement import (
    NO_PARSE,
    NO_SPANS,
    NOTHING,
    ONE_CLASS,
    Judged,
    Judgement,
    agreement,
    by_pair,
    cohen_kappa,
    fleiss_kappa,
    label_f1,
    parse_match,
    span_f1,
)
from backend.domain.parse_notation import read_parse

OSLO = (6, 10, "city")
FRIDAY = (14, 20, "day")
TEXT = "go to oslo on friday"


def said(reviewer: str, *spans: tuple[int, int, str], accepted: bool = True, **more: str) -> Judgement:
    return Judgement(reviewer, accepted, **{"text": TEXT, "intent": "book_trip", **more}, spans=spans)  # type: ignore[arg-type]


def pair(first: Judgement, second: Judgement) -> Judged:
    return Judged(first, second)


def test_kappa_is_what_is_left_of_agreement_beyond_chance() -> None:
    answers = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohen_kappa(answers).value == pytest.approx(0.4)  # the textbook's: 0.7 observed, 0.5 by chance
    assert cohen_kappa(answers).n == 50


def test_kappa_of_opposite_answers_is_minus_one() -> None:
    assert cohen_kappa([("yes", "no"), ("no", "yes")]).value == pytest.approx(-1)


def test_kappa_is_undefined_where_both_only_ever_gave_one_answer() -> None:
    assert cohen_kappa([("yes", "yes")] * 9).value is None
    assert cohen_kappa([("yes", "yes")] * 9).why == ONE_CLASS
    assert cohen_kappa([]).why == NOTHING


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_is_the_textbook_formula(answers: list[tuple[str, str]]) -> None:
    n = len(answers)
    observed = sum(one == other for one, other in answers) / n
    chance = (
        sum(sum(one == label for one, _ in answers) * sum(other == label for _, other in answers) for label in "abc")
        / n**2
    )
    figure = cohen_kappa(answers)
    if chance == 1:
        assert figure.value is None
    else:
        assert figure.value == pytest.approx((observed - chance) / (1 - chance))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_fleiss_kappa_is_the_textbook_formula_for_two_answers_each(answers: list[tuple[str, str]]) -> None:
    n = len(answers)
    times = [[pair.count(label) for label in "abc"] for pair in answers]
    observed = sum(sum(count * (count - 1) for count in row) / 2 for row in times) / n
    chance = sum((sum(row[label] for row in times) / (2 * n)) ** 2 for label in range(3))
    figure = fleiss_kappa(answers)
    assert figure.n == n
    if chance == 1:
        assert figure.value is None
    else:
        assert figure.value == pytest.approx((observed - chance) / (1 - chance))


def test_of_two_reviewers_it_does_not_matter_who_came_first() -> None:
    ada, ben = said("ada"), said("ben", accepted=False)
    judged = [pair(ada, ben), pair(ben, ada)] * 6 + [pair(ada, said("ben")), pair(said("ben"), ada)] * 10
    found = agreement(judged)
    assert (found.kappa, found.decision.value) == ("Cohen", pytest.approx(0))
    assert found == agreement(by_pair(judged)["ada", "ben"])


def test_of_more_than_two_reviewers_kappa_is_that_of_fleiss() -> None:
    judged = [
        pair(said("ada"), said("ben", accepted=False)),
        pair(said("cleo"), said("ada")),
        pair(said("ben", accepted=False), said("cleo", accepted=False)),
    ]
    found = agreement(judged)
    assert (found.kappa, found.decision.n) == ("Fleiss", 3)
    assert found.decision.value == pytest.approx((2 / 3 - 1 / 2) / (1 - 1 / 2))
    assert found == agreement([pair(one.second, one.first) for one in judged])


def test_spans_are_the_same_with_slot_words_and_place() -> None:
    alike = pair(said("ada", OSLO, FRIDAY), said("ben", OSLO, FRIDAY))
    other_slot = pair(said("ada", OSLO), said("ben", (6, 10, "place")))
    one_more = pair(said("ada", OSLO), said("ben", OSLO, FRIDAY))
    assert span_f1([alike]).value == 1
    assert span_f1([other_slot]).value == 0
    assert span_f1([one_more]).value == pytest.approx(2 / 3)
    assert span_f1([alike, other_slot, one_more]).value == pytest.approx(2 * 3 / 9)


def test_a_corrected_word_before_a_span_does_not_move_it() -> None:
    first = said("ada", (6, 10, "city"), text="go to oslo")
    assert span_f1([pair(first, said("ben", (9, 13, "city"), text="going to oslo"))]).value == 1
    assert span_f1([pair(first, said("ben", (3, 7, "city"), text="to oslo"))]).value == 0


def test_the_same_words_at_another_place_are_another_span() -> None:
    text = "oslo to oslo"
    assert span_f1([pair(said("ada", (0, 4, "city"), text=text), said("ben", (8, 12, "city"), text=text))]).value == 0


def test_without_spaces_a_place_is_a_character() -> None:
    text = "東京の東京"
    one, two = (said(name, span, text=text, language="ja") for name, span in (("a", (0, 2, "c")), ("b", (3, 5, "c"))))
    assert span_f1([pair(one, two)]).value == 0
    assert span_f1([pair(one, one)]).value == 1


def test_spans_are_undefined_where_neither_marked_any() -> None:
    assert span_f1([pair(said("ada"), said("ben"))]).why == NO_SPANS
    assert span_f1([]).why == NOTHING


def test_rejections_agree_whatever_the_labels_and_are_left_out_of_intents_and_spans() -> None:
    rejected = pair(said("ada", OSLO, accepted=False), said("ben", accepted=False, intent="cancel_trip"))
    mixed = pair(said("ada", OSLO), said("ben", OSLO, accepted=False))
    both = pair(said("ada", OSLO), said("ben", OSLO, intent="cancel_trip"))
    found = agreement([rejected, mixed, both])
    assert (found.judged, found.agreed) == (3, 1)
    assert found.spans is not None
    assert (found.decision.n, found.intent.n, found.spans.n) == (3, 1, 1)
    assert found.intent.value == pytest.approx(0)
    assert found.spans.value == 1


def test_reviewers_are_paired_by_name_whoever_came_first() -> None:
    judged = [
        pair(said("ben"), said("ada", accepted=False)),
        pair(said("ada"), said("ben")),
        pair(said("ada"), said("")),
    ]
    pairs = by_pair(judged)
    assert list(pairs) == [("ada", "ben"), ("", "ada")]
    assert [one.first.reviewer for one in pairs["ada", "ben"]] == ["ada", "ada"]
    assert [one.first.accepted for one in pairs["ada", "ben"]] == [False, True]


def parsed(reviewer: str, notation: str, *, accepted: bool = True) -> Judgement:
    parse = read_parse(notation)
    return Judgement(reviewer, accepted, "tea and a pie please", parse.intent, parse=parse)


TEA_PIE = "[ORDER [DRINK tea ] [FOOD pie ] ]"
TEA_FOOD = "[ORDER [FOOD tea ] [FOOD pie ] ]"
TEA = "[ORDER [DRINK tea ] ]"


def test_two_parses_of_the_same_text_and_intent_are_not_agreed() -> None:
    assert pair(parsed("ada", TEA_PIE), parsed("ben", TEA_PIE)).agreed
    assert not pair(parsed("ada", TEA_PIE), parsed("ben", TEA_FOOD)).agreed


def test_parses_match_with_the_same_labels_words_and_order() -> None:
    same = pair(parsed("ada", TEA_PIE), parsed("ben", TEA_PIE))
    turned = pair(parsed("ada", TEA_PIE), parsed("ben", "[ORDER [FOOD pie ] [DRINK tea ] ]"))
    assert parse_match([same, turned, same, turned]).value == 0.5
    assert parse_match([]).why == NOTHING


def test_labels_are_the_same_with_the_words_right_below_them() -> None:
    other_label = pair(parsed("ada", TEA_PIE), parsed("ben", TEA_FOOD))  # ORDER and pie of three each
    one_less = pair(parsed("ada", TEA_PIE), parsed("ben", TEA))  # ORDER and tea of three and two
    turned = pair(parsed("ada", TEA_PIE), parsed("ben", "[ORDER [FOOD pie ] [DRINK tea ] ]"))
    twice = pair(parsed("ada", "[ORDER [DRINK tea ] [DRINK tea ] ]"), parsed("ben", TEA))
    assert label_f1([other_label]).value == pytest.approx(2 * 2 / 6)
    assert label_f1([one_less]).value == pytest.approx(2 * 2 / 5)
    assert label_f1([turned]).value == 1
    assert label_f1([twice]).value == pytest.approx(2 * 2 / 5)
    assert label_f1([other_label, one_less]).value == pytest.approx(2 * 4 / 11)
    assert label_f1([pair(said("ada"), said("ben"))]).why == NO_PARSE


def test_a_label_around_others_is_the_same_whatever_they_hold() -> None:
    first, second = "[ORDER i want [DRINK cold tea ] ]", "[ORDER i want cold [DRINK tea ] ]"
    assert label_f1([pair(parsed("ada", first), parsed("ben", second))]).value == pytest.approx(2 * 1 / 4)


def test_of_parses_the_parses_are_measured_and_not_the_slots() -> None:
    judged = [
        pair(parsed("ada", TEA_PIE), parsed("ben", TEA_FOOD)),
        pair(parsed("ada", TEA), parsed("ben", TEA)),
        pair(parsed("ada", TEA), parsed("ben", TEA, accepted=False)),
    ]
    found = agreement(judged, of_parses=True)
    assert found.spans is None
    assert found.parses is not None
    assert (found.parses.exact.value, found.parses.exact.n) == (0.5, 2)
    assert found.parses.labels.value == pytest.approx(2 * 4 / 10)
    assert agreement([]).parses is None
