from __future__ import annotations

import pytest

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Span, Utterance
from backend.methods import method
from backend.teacher.tuning.data import TuneData, split

UTTERANCES = tuple(
    Utterance(f"{verb} number {number}", intent)
    for number in range(60)
    for verb, intent in (("call", "makeCall"), ("drop", "end_call"))
)


def test_an_excluded_intent_is_on_neither_side_however_it_is_spelt() -> None:
    data = split(UTTERANCES, ["make_call"], 0.2)
    assert {one.intent for one in (*data.teaching.utterances, *data.measuring.utterances)} == {"end_call"}
    assert data.excluded == ("make_call",)


def test_an_excluded_intent_that_the_data_does_not_have_is_refused_as_a_typing_mistake() -> None:
    with pytest.raises(InvalidValue, match=r"does not have 'make_cal'\. Check its name"):
        split(UTTERANCES, ["make_cal"], 0.2)


def test_utterances_with_an_excluded_word_are_on_neither_side_whatever_its_case() -> None:
    named = tuple(Utterance(f"Computer, dial {number}", "makeCall") for number in range(20))
    data = split((*UTTERANCES, *named, Utterance("computers dial", "makeCall")), [], 0.2, (), ["computer"])
    texts = {one.text for one in (*data.teaching.utterances, *data.measuring.utterances)}
    assert texts == {one.text for one in UTTERANCES} | {"computers dial"}
    assert data.excluded_words == ("computer",)


def test_an_excluded_word_that_the_data_does_not_have_is_refused_as_a_typing_mistake() -> None:
    for word, said in (("compuer", r"does not have 'compuer'\. Check its spelling"), (" ", "empty word to exclude")):
        with pytest.raises(InvalidValue, match=said):
            split(UTTERANCES, [], 0.2, (), [word])


def test_data_that_holds_an_excluded_word_after_all_cannot_be_made() -> None:
    with pytest.raises(InvalidValue, match=r"excluded word in the tuning data 'drop number [01]'"):
        TuneData(Corpus(UTTERANCES[2:10]), Corpus(UTTERANCES[:2]), (), ("Drop",))


def test_data_that_holds_an_excluded_intent_after_all_cannot_be_made() -> None:
    with pytest.raises(InvalidValue, match="excluded intent in the tuning data 'makeCall'"):
        TuneData(Corpus(UTTERANCES[:10]), Corpus(UTTERANCES[10:]), ("MakeCall",))


def test_which_side_an_utterance_is_on_depends_on_its_text_alone() -> None:
    whole, half = split(UTTERANCES, [], 0.2), split(UTTERANCES[:60], [], 0.2)
    assert set(half.measuring.utterances) <= set(whole.measuring.utterances)
    assert set(half.teaching.utterances) <= set(whole.teaching.utterances)
    assert 10 <= len(whole.measuring) <= 40


def test_the_hash_does_not_depend_on_the_order_and_counts_say_what_there_is() -> None:
    one, other = split(UTTERANCES, [], 0.2), split(tuple(reversed(UTTERANCES)), [], 0.2)
    assert one.sha256 == other.sha256 != split(UTTERANCES, ["end_call"], 0.2).sha256
    assert sum(one.counts.values()) == len(one.teaching)


def test_nothing_held_out_is_refused() -> None:
    with pytest.raises(InvalidValue, match="0 held out"):
        split(UTTERANCES[:1], [], 0.001)


def test_translations_are_on_one_side_and_a_key_decides_on_which() -> None:
    german = tuple(Utterance(f"Nummer {at} anrufen", "makeCall", "de") for at in range(60))
    english = tuple(Utterance(f"call number {at}", "makeCall") for at in range(60))
    data = split([*german, *english], [], 0.2, [*map(str, range(60)), *map(str, range(60))])
    for part in (data.teaching, data.measuring):
        assert len(part.parallel) * 2 == len(part) > 10
        assert all(same["de"].text.split()[1] == same["en"].text.split()[2] for same in part.parallel)
    assert data.sha256 != split([*german, *english], [], 0.2).sha256


def test_an_excluded_intent_may_not_be_inside_a_parse_either() -> None:
    notation = "[IN:FIND [SL:WHEN [IN:GET_TIME [SL:DAY monday ] ] ] ]"
    inside = [Utterance(f"talk {at} on monday", "FIND", parse=read_parse(notation)) for at in range(9)]
    data = split([*UTTERANCES, *inside], ["get_time"], 0.2)
    assert len(data.teaching) + len(data.measuring) == len(UTTERANCES)


def test_a_method_that_the_data_does_not_teach_is_refused_by_its_name() -> None:
    data = split([*UTTERANCES, Utterance("call ann", "makeCall", "en", (Span(5, 8, "who"),))], [], 0.2)
    for name, said in (("translate", "no lesson can be made"), ("slot-swap", "no teacher can be tuned for")):
        with pytest.raises(InvalidValue, match=f"{said}.*'{name}'"):
            data.require_lessons([method(name)])
