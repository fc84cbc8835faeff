from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from backend.teacher.tuning.data import TuneData, split

UTTERANCES = tuple(
    Utterance(f"{verb} number {number}", intent)
    for number in range(60)
    for verb, intent in (("call", "makeCall"), ("drop", "end_call"))
)


def test_an_excluded_intent_is_on_neither_side_however_it_is_spelt() -> None:
    data = split(UTTERANCES, ["make_call"], 0.2)
    assert {one.intent for one in (*data.teaching, *data.measuring)} == {"end_call"}
    assert data.excluded == ("make_call",)


def test_an_excluded_intent_that_the_data_does_not_have_is_refused_as_a_typing_mistake() -> None:
    with pytest.raises(InvalidValue, match=r"does not have 'make_cal'\. Check its name"):
        split(UTTERANCES, ["make_cal"], 0.2)


def test_data_that_holds_an_excluded_intent_after_all_cannot_be_made() -> None:
    with pytest.raises(InvalidValue, match="excluded intent in the tuning data 'makeCall'"):
        TuneData(UTTERANCES[:10], UTTERANCES[10:], ("MakeCall",))


def test_which_side_an_utterance_is_on_depends_on_its_text_alone() -> None:
    whole, half = split(UTTERANCES, [], 0.2), split(UTTERANCES[:60], [], 0.2)
    assert set(half.measuring) <= set(whole.measuring)
    assert set(half.teaching) <= set(whole.teaching)
    assert 10 <= len(whole.measuring) <= 40


def test_the_hash_does_not_depend_on_the_order_and_counts_say_what_there_is() -> None:
    one, other = split(UTTERANCES, [], 0.2), split(tuple(reversed(UTTERANCES)), [], 0.2)
    assert one.sha256 == other.sha256 != split(UTTERANCES, ["end_call"], 0.2).sha256
    assert sum(one.counts.values()) == len(one.teaching)


def test_nothing_held_out_is_refused() -> None:
    with pytest.raises(InvalidValue, match="0 held out"):
        split(UTTERANCES[:1], [], 0.001)


def test_parses_are_refused() -> None:
    parsed = Utterance("a talk on moss", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC moss ] ]"))
    with pytest.raises(InvalidValue, match="no teacher is tuned on"):
        split([*UTTERANCES, parsed], [], 0.2)
