from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.corpus import Corpus
from backend.domain.lesson import Lesson
from backend.domain.notation import read_numbered, read_typed
from backend.domain.utterance import Span, Utterance
from backend.methods.lesson_pieces import LESSON_SIZES
from backend.methods.linguist_lessons import MANY_SLOTS_AGAIN, chained
from backend.methods.linguist_lessons import lessons as lessons_of


def lessons(utterances: Sequence[Utterance], seed: int) -> list[Lesson]:
    return list(lessons_of(Corpus(tuple(utterances)), seed))


def said(notation: str, intent: str = "order_food") -> Utterance:
    annotated = read_typed(notation)
    return Utterance(annotated.text, intent, "en", annotated.spans)


DISHES = (
    "soup",
    "rice",
    "two pies",
    "a [b] c",
    "stew",
    "noodles",
    "bread",
    "dumplings",
    "curry",
    "salad",
    "beans",
    "toast",
)
UTTERANCES = tuple(
    said(f"bring me [dish : {dish.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}] at [hour : {at} pm]")
    for at, dish in enumerate(DISHES, 1)
)


def test_every_utterance_with_slots_is_a_target_once_a_pass() -> None:
    targets = Counter(target for lesson in lessons(UTTERANCES, 0) for _, target in lesson.turns)
    assert sum(targets.values()) == len(UTTERANCES)
    assert set(targets.values()) == {1}


def test_utterances_with_many_slots_are_targets_of_several_lessons_but_only_once_of_each() -> None:
    long = said("bring [count : two] [dish : pies] at [hour : 9 pm]")
    dealt = lessons((*UTTERANCES, long), 0)
    times = [sum("pies" in target and "9 pm" in target for _, target in lesson.turns) for lesson in dealt]
    assert sum(times) == 1 + MANY_SLOTS_AGAIN
    assert max(times) == 1


def test_a_chain_goes_on_with_the_utterance_whose_slots_are_most_like_the_last_ones() -> None:
    both = said("bring [dish : soup] at [hour : 9 pm]")
    another = said("[hour : 10 pm] is fine for the [dish : rice]")
    dish, neither = said("bring [dish : bread]"), said("bring me something")
    assert chained([both, neither, dish, another]) == [both, another, dish, neither]


@given(st.lists(st.sampled_from(UTTERANCES), min_size=1, max_size=11))
def test_a_chain_holds_what_it_was_made_of_and_begins_where_it_began(hand: list[Utterance]) -> None:
    ordered = chained(hand)
    assert Counter(ordered) == Counter(hand)
    assert ordered[0] == hand[0]


def test_a_target_is_never_among_its_own_examples_and_no_lesson_is_longer_than_eleven() -> None:
    twice = (*UTTERANCES, said("Bring me [dish : SOUP] at [hour : 1 pm]"))
    for seed in range(20):
        for lesson in lessons(twice, seed):
            assert len(lesson.turns) <= max(LESSON_SIZES)
            for before, target in lesson.turns:
                assert target.casefold() not in before.casefold()


def test_a_target_replies_to_the_request_before_it_with_the_numbers_of_its_lesson() -> None:
    for lesson in lessons(UTTERANCES, 1):
        for before, target in lesson.turns:
            line = before.splitlines()[-1]
            asked = read_numbered(line.removesuffix(" =>"), {number: f"s{number}" for number in range(1, 13)})
            held = read_numbered(target.strip(), {number: f"s{number}" for number in range(1, 13)})
            assert sorted(span.slot for span in asked.spans) == sorted(span.slot for span in held.spans)
            values = [held.text[span.start : span.end] for span in held.spans]
            shown = [asked.text[span.start : span.end] for span in asked.spans]
            assert all(value == "*" or value in values for value in shown)
            assert target.startswith(" ")
            assert target.endswith("\n")


def test_examples_of_another_language_come_first_and_teach_nothing() -> None:
    german = [
        Utterance(f"bring mir {dish}", "order_food", "de", (Span(10, 10 + len(dish), "dish"),))
        for dish in ("suppe", "reis", "brot", "salat", "bohnen", "nudeln")
    ]
    both = (*UTTERANCES, *german)
    crossed = 0
    for seed in range(30):
        taught = Counter[str]()
        for lesson in lessons(both, seed):
            is_german = lesson.text.startswith("<language> German")
            own, other = ("bring mir", "bring me") if is_german else ("bring me", "bring mir")
            taught.update(target for _, target in lesson.turns)
            assert all(own in target for _, target in lesson.turns)
            asked = lesson.turns[0][0]
            crossed += other in asked
            assert own not in asked, "the examples before the first target are all of the other language"
        assert len(taught) == sum(taught.values()) == len(both)
    assert crossed > 10


def test_another_seed_deals_other_lessons_and_the_same_one_the_same() -> None:
    assert list(lessons(UTTERANCES, 0)) == list(lessons(UTTERANCES, 0))
    assert list(lessons(UTTERANCES, 0)) != list(lessons(UTTERANCES, 1))


def test_numbers_are_shuffled_and_values_and_stars_are_mixed() -> None:
    texts = [lesson.text for seed in range(12) for lesson in lessons(UTTERANCES, seed)]
    assert any("1 = dish" in text for text in texts)
    assert any("2 = dish" in text for text in texts)
    assert any("<labels> 1, 2\n" in text for text in texts), "label names are dropped now and then"
    assert any("* ]" in text.splitlines()[3] for text in texts)
    assert any("* ]" not in text.splitlines()[3] for text in texts)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=8),
            st.sampled_from(["greet", "part"]),
        ),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 5),
)
def test_any_text_survives_the_notation_of_its_lesson(rows: list[tuple[str, str]], seed: int) -> None:
    utterances = [Utterance(f"x{text}x", intent, "en", (Span(0, len(text) + 2, "what"),)) for text, intent in rows]
    for lesson in lessons(utterances, seed):
        for _, target in lesson.turns:
            (number,) = {int(part[1:]) for part in target.split() if part.startswith("[") and part[1:].isdigit()}
            assert read_numbered(target.strip(), {number: "what"}).text in {one.text for one in utterances}
