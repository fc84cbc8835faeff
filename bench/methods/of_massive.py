"""MASSIVE: English test utterances are the seeds; what people say for them in other languages is known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from bench.methods.case import Case, IsNew, Real, drawn_intents, drawn_seeds
from bench.parallel import massive

SPLITS = ("train", "dev", "test")


def case(method: str, language: str, draw: int, is_new: IsNew, data: Path) -> Case:
    """English seeds of some intents. The lexicons of the alignment were learnt from the training split, so not of it.

    Raises:
        NotFound: the data is not there.
    """
    english, there = said("en", "test", data), said(language, "test", data)
    intents = drawn_intents(english.values(), "massive", draw, is_new)
    seeds = drawn_seeds(english, intents, draw)
    held = {
        intent: sorted({slot for one in english.values() if one.intent == intent for slot in one.slot_counts})
        for intent in intents
    }
    slots = sorted({slot for names in held.values() for slot in names})
    return Case(
        language,
        intents,
        Schema(tuple(Intent(name, "", tuple(held[name])) for name in intents), tuple(map(Slot, slots))),
        tuple(seeds.values()),
        real(language, data),
        tuple((seed, there[at]) for at, seed in seeds.items() if at in there) if method == "translate" else (),
    )


def taught(language: str, data: Path) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """What the student of the round trip learns, and what it is measured on; both in the language."""
    return tuple(said(language, "train", data).values()), tuple(said(language, "test", data).values())


@cache
def real(language: str, data: Path) -> Real:
    """All utterances of the language."""
    return Real(tuple(one for split in SPLITS for one in said(language, split, data).values()))


@cache
def said(language: str, split: str, data: Path) -> dict[str, Utterance]:
    """See `massive`."""
    return massive(language, split, data)
