"""SNIPS: each intent is new, from ten random training utterances."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backend.datasets.annotated import read_annotated
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from bench.methods.case import Case, IsNew, Real
from bench.snips import new_intents


def case(_method: str, language: str, draw: int, is_new: IsNew, data: Path) -> Case:
    """All seven intents, save those that the teacher was tuned on.

    Raises:
        NotFound: the data is not there.
    """
    chosen = [one for one in new_intents(draw, data) if is_new(one.name)]
    intents = tuple(intent for one in chosen for intent in one.schema.intents)
    slots = {slot.name: slot for one in chosen for slot in one.schema.slots}
    return Case(
        language,
        tuple(one.name for one in chosen),
        Schema(intents, tuple(slots.values())),
        tuple(seed for one in chosen for seed in one.seeds),
        real(data),
    )


def taught(_language: str, data: Path) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """What the student of the round trip learns, and what it is measured on."""
    return said("train", data), said("test", data)


@cache
def real(data: Path) -> Real:
    """All utterances."""
    return Real(tuple(utterance for split in ("train", "dev", "test") for utterance in said(split, data)))


@cache
def said(split: str, data: Path) -> tuple[Utterance, ...]:
    """The utterances of a split."""
    return read_annotated(data / "snips" / f"{split}.jsonl.gz").utterances
