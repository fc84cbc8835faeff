"""mTOP: English test utterances, with parses or (where these are flat) with slots; parallel ones are known."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import lost_values
from backend.domain.parsed import slotted
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from backend.methods import writes_parses
from bench.methods.case import Case, IsNew, Real, drawn_intents, drawn_seeds
from bench.parallel import MTOP_LANGUAGES, mtop, mtop_parsed

SHOTS = 1
"""Utterances of an intent in the language of the outputs that the methods for parses are shown, out of dev."""


def case(method: str, language: str, draw: int, is_new: IsNew, data: Path) -> Case:
    """English seeds of some intents, the same intents for parses and for slots.

    Raises:
        NotFound: the data is not there.
    """
    parsed, there = said("en", "test", data), said(language, "test", data)
    slotted = flat("en", "test", data)
    intents = drawn_intents(slotted.values(), "mtop", draw, is_new)
    parses = writes_parses(method)
    everything = _schema(intents, parsed.values())
    whole = {at: one for at, one in parsed.items() if _is_whole(one, everything)}
    seeds = drawn_seeds(whole if parses else slotted, intents, draw)
    shots = _shots(intents, language, draw, data) if parses else ()
    shown = (*seeds.values(), *shots)
    return Case(
        language,
        intents,
        _schema(intents, shown) if parses else _slots(intents, slotted.values()),
        shown,
        real(language, data),
        tuple((seed, there[at]) for at, seed in seeds.items() if at in there),
    )


def taught(language: str, data: Path) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """What the student of the round trip learns, and what it is measured on: flat parses as slots.

    The training sets of the other languages are not to be had: it learns from dev, of both languages.
    """
    learnt = (one for code in dict.fromkeys((language, "en")) for one in flat(code, "dev", data).values())
    return tuple(learnt), tuple(flat(language, "test", data).values())


def slots_alone(one: Utterance, _data: Path) -> Utterance | None:
    """An utterance whose parse is flat with its slots; None of any other."""
    return slotted(one)


def taught_parses(language: str, data: Path) -> tuple[Utterance, ...]:
    """What a parsing student of the round trip may learn from: dev, of all languages; the one asked for first."""
    codes = dict.fromkeys((language, *MTOP_LANGUAGES))
    return tuple(one for code in codes for one in said(code, "dev", data).values())


@cache
def real(language: str, data: Path) -> Real:
    """All utterances of the language."""
    return Real(tuple(one for split in ("dev", "test") for one in said(language, split, data).values()))


@cache
def said(language: str, split: str, data: Path) -> dict[str, Utterance]:
    """See `mtop_parsed`."""
    return mtop_parsed(language, split, data)


@cache
def flat(language: str, split: str, data: Path) -> dict[str, Utterance]:
    """See `mtop`."""
    return mtop(language, split, data)


def _shots(intents: tuple[str, ...], language: str, draw: int, data: Path) -> tuple[Utterance, ...]:
    found: list[Utterance] = []
    for intent in intents:
        every = [one for one in said(language, "dev", data).values() if one.intent == intent]
        rng = Random(f"{intent}/shots/{draw}")  # noqa: S311 - a sample, no secret
        found += rng.sample(every, min(SHOTS, len(every)))
    return tuple(found)


def _is_whole(one: Utterance, schema: Schema) -> bool:
    """Whether the text holds all values of its parse."""
    return bool(one.parse and schema.parses and not lost_values(one.parse, one.text, schema.parses))


def _schema(intents: tuple[str, ...], seeds: Iterable[Utterance]) -> Schema:
    parses = ParseSchema("decoupled").extended_by(*(one.parse for one in seeds if one.parse))
    return Schema(tuple(map(Intent, intents)), parses=parses)


def _slots(intents: tuple[str, ...], utterances: Iterable[Utterance]) -> Schema:
    held: dict[str, set[str]] = {intent: set() for intent in intents}
    for one in utterances:
        if one.intent in held:
            held[one.intent] |= set(one.slot_counts)
    names = sorted(set().union(*held.values()))
    return Schema(tuple(Intent(name, "", tuple(sorted(held[name]))) for name in intents), tuple(map(Slot, names)))
