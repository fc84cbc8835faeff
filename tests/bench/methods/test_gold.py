"""Outputs beside what people say: by slots and values, by parse, by text."""

from __future__ import annotations

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.prompt import Prompt
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from bench.methods.case import Case, Real
from bench.methods.chrf import chrf
from bench.methods.gold import compared, figures, golds_of

SEED = Utterance("wake me at eight", "wake", "en", (Span(8, 16, "when"),))
GOLD = Utterance("weck mich um acht", "wake", "de", (Span(10, 17, "when"),))
SCHEMA = Schema((Intent("wake", "", ("when",)),), (Slot("when"),))


def parsed(text: str, parse: str, language: str) -> Utterance:
    read = read_parse(parse)
    return Utterance(text, read.intent, language, parse=read)


def prompt(*examples: Utterance, target: str = "") -> Prompt:
    told = read_parse(target) if target else None
    return Prompt((), "wake", "de", (), (), examples, "", "", target=told)


def test_values_are_compared_normalised_and_slots_as_a_multiset() -> None:
    same = compared(Utterance("Weck mich, um Acht", "wake", "de", (Span(11, 18, "when"),)), GOLD)
    assert (same.exact, same.labels, same.hits, same.of, same.parse) == (True, True, 1, 2, None)
    other = compared(Utterance("weck mich um elf", "wake", "de", (Span(10, 16, "when"),)), GOLD)
    assert (other.exact, other.labels, other.hits) == (False, True, 0)
    assert not compared(Utterance("weck mich", "wake", "de"), GOLD).labels
    assert other.likeness < same.likeness < 1


def test_slots_and_a_parse_say_the_same_but_for_the_prefix() -> None:
    gold = parsed("weck mich um acht", "[IN:wake [SL:when um acht ] ]", "de")
    assert compared(GOLD, gold).exact
    assert compared(gold, parsed("Weck mich um acht", "[IN:wake [SL:when UM  acht ]]", "de")).parse is True


def test_a_prompt_s_seed_is_its_first_example_or_what_its_parse_was_taken_of() -> None:
    case = Case("de", ("wake",), SCHEMA, (SEED,), Real(()), ((SEED, GOLD),))
    assert golds_of(prompt(SEED), case) == [GOLD]
    assert golds_of(prompt(GOLD), case) == []
    seed = parsed("wake me at eight", "[IN:wake [SL:when at eight ] ]", "en")
    parses = Schema((Intent("wake"),), parses=ParseSchema("decoupled").extended_by(read_parse("[IN:wake [SL:when x]]")))
    tree = Case("de", ("wake",), parses, (seed,), Real(()), ((seed, GOLD),))
    assert golds_of(prompt(target="[IN:wake [SL:when at eight ] ]"), tree) == [GOLD]
    assert golds_of(prompt(target="[IN:wake [SL:when at ten ] ]"), tree) == []


def test_the_nearest_of_several_counts_and_nothing_to_compare_has_no_figures() -> None:
    other = Utterance("bitte um neun wecken", "wake", "de", (Span(6, 13, "when"),))
    case = Case("de", ("wake",), SCHEMA, (SEED,), Real(()), ((SEED, other), (SEED, GOLD)))
    found = figures([(prompt(SEED), GOLD)], case)
    assert (found["gold_exact"], found["gold_chrf"], found["gold_parse"]) == (1, 1.0, None)
    assert figures([(prompt(other), GOLD)], case) == {}


def test_an_output_without_slots_is_right_for_nothing_but_its_text() -> None:
    seed, bare = Utterance("stop", "stop", "en"), Utterance("stopp", "stop", "de")
    case = Case("de", ("stop",), SCHEMA, (seed,), Real(()), ((seed, bare), (SEED, GOLD)))
    alone = figures([(prompt(seed), bare)], case)
    assert (alone["gold_compared"], alone["gold_exact"], alone["gold_f1"], alone["gold_chrf"]) == (1, None, None, 1.0)
    lost = figures([(prompt(seed), bare), (prompt(SEED), Utterance("weck mich", "wake", "de"))], case)
    assert (lost["gold_exact"], lost["gold_f1"]) == (0, 0)


def test_chrf_is_that_of_its_definition() -> None:
    # "abcd" beside "abce": 3 of 4, 2 of 3, 1 of 2 and 0 of 1 runs are the same, both ways.
    assert chrf("ab cd", "abce") == pytest.approx((3 / 4 + 2 / 3 + 1 / 2 + 0) / 4)
    # "ab" beside "abab": precision 1 and 1, recall 2/4 and 1/3.
    precision, recall = 1.0, (2 / 4 + 1 / 3) / 2
    assert chrf("ab", "abab") == pytest.approx(5 * precision * recall / (4 * precision + recall))
    assert chrf(" ", "a") == 0.0
