"""Slots put onto another text: where it is clear they are found, and where it is not they are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.notation import read_typed, write_typed
from backend.domain.utterance import Utterance
from backend.methods.alignment import NotProjected, mutual
from backend.methods.projection import project
from tests.backend.domain.strategies import texts, utterances
from tests.backend.methods.words import Dictionary


def said(notation: str, language: str = "en") -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "book_trip", language, read.spans)


def projected(source: str, text: str, language: str = "en", **meanings: str) -> str:
    return write_typed(project(said(source), text, language, Dictionary(**meanings)))


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("fly to [city : oslo] [day : today]", "today i fly to oslo", "[day : today] i fly to [city : oslo]"),
        ("fly to [city : oslo]", "Oslo, please!", "[city : Oslo], please!"),
        ("at [time : 5 p.m.] sharp", "sharp at 5 p.m., please", "sharp at [time : 5 p.m.], please"),
        ("at [time : 5 p.m.] sharp", "5 pm is fine, or 5 P M", "5 pm is fine, or [time : 5 P M]"),
        ("see [show : the town] in town", "the town is what i see", "[show : the town] is what i see"),
        ("wake me at [time : 5 pm] in [count : 5] days", "in 5 days at 5 pm", "in [count : 5] days at [time : 5 pm]"),
        ("[city : rome] or [city : rome]", "is rome like rome", "is [city : rome] like [city : rome]"),
        ("飛ぶ [city : 東京] へ", "東京に行きたい", "[city : 東京]に行きたい"),
        ("[who : anna]'s room", "the room of anna's", "the room of [who : anna]'s"),
        ("no slots at all", "there are none", "there are none"),
    ],
)
def test_values_that_stand_there_word_for_word_are_found_without_alignment(
    source: str, text: str, expected: str
) -> None:
    similarity = Dictionary()
    assert write_typed(project(said(source), text, "en", similarity)) == expected
    assert similarity.asked == 0


def test_the_others_are_aligned_and_what_was_found_is_left_to_its_own_value() -> None:
    text = "je voudrais aller à oslo lundi prochain"
    found = projected("fly to [city : oslo] [day : next monday]", text, "fr", next="prochain", monday="lundi")
    assert found == "je voudrais aller à [city : oslo] [day : lundi prochain]"


def test_a_word_between_two_of_a_value_belongs_to_it() -> None:
    assert projected("at [time : five thirty]", "um fünf uhr dreißig", "de", five="fünf", thirty="dreißig") == (
        "um [time : fünf uhr dreißig]"
    )


def test_a_value_that_stands_there_twice_is_found_by_alignment_only() -> None:
    one, other = said("[from : rome] to [to : rome]"), "rome to rome"
    with pytest.raises(NotProjected):
        project(one, other, "en", Dictionary(rome="rome"))


@pytest.mark.parametrize(
    ("source", "text", "meanings", "reason"),
    [
        ("on [day : monday]", "am dienstag", {}, "not all its words there 'monday'"),
        ("on [day : the third of may]", "am dritten", {"third": "dritten"}, "not all its words there"),
        ("in [time : one hour]", "ein tag hat eine stunde", {"one": "ein", "in": "hat", "hour": "stunde"}, "in pieces"),
        ("to [city : rome]", "roma oder roma", {"rome": "roma"}, "two places"),
        ("[city : oslo] [day : today]", "oslo heute oslo", {"today": "heute"}, "of slot city"),
    ],
)
def test_what_is_not_clear_is_refused_by_slot_and_value(
    source: str, text: str, meanings: dict[str, str], reason: str
) -> None:
    with pytest.raises(NotProjected, match=reason):
        projected(source, text, "de", **meanings)


def test_a_text_that_no_utterance_may_hold_is_no_matter_of_slots() -> None:
    with pytest.raises(InvalidValue) as refused:
        projected("to [city : rome]", "rome\tagain")
    assert not isinstance(refused.value, NotProjected)


@settings(max_examples=50)
@given(utterances())
def test_the_source_itself_gets_its_own_spans_or_is_refused(source: Utterance) -> None:
    try:
        found = project(source, source.text, source.language, Dictionary())
    except NotProjected:
        return
    assert found.text == source.text
    assert _said(found) == _said(source)


def _said(utterance: Utterance) -> list[tuple[str, str]]:
    """Slots and values; where the signs at a value's edges belong is a matter of taste."""
    return sorted((slot, normalised(value)) for slot, value in utterance.slots)


@settings(max_examples=50)
@given(utterances(), texts(), st.integers(0, 2**32 - 1))
def test_any_text_is_projected_onto_with_all_slots_or_refused(source: Utterance, text: str, seed: int) -> None:
    def any_similarity(one, other):
        return np.random.default_rng(seed).uniform(-1, 1, (len(one.tokens), len(other.tokens))).astype(np.float32)

    try:
        found = project(source, text, source.language, any_similarity)
    except NotProjected:
        return
    assert (found.text, found.intent, found.slot_counts) == (text, source.intent, source.slot_counts)


def test_pairs_must_find_each_other_and_be_alike_enough() -> None:
    alike = np.array([[0.9, 0.6, 0.0], [0.8, 0.7, 0.0], [0.1, 0.0, 0.2]], np.float32)
    assert mutual(alike, 0.3) == {(0, 0)}
    assert mutual(alike, 0.1) == {(0, 0), (2, 2)}
