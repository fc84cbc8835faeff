"""SNIPS (Coucke et al. 2018) as requests: each intent as if it were new, with a few seeds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from backend.datasets.annotated import read_annotated
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance

DATA = Path("../shared/data")
SEEDS = 10


@dataclass(frozen=True)
class NewIntent:
    """An intent with its schema, the seeds that were drawn for it, and its real utterances to compare with."""

    name: str
    schema: Schema
    seeds: tuple[Utterance, ...]
    real: tuple[Utterance, ...]


def new_intents(draw: int, data: Path = DATA) -> tuple[NewIntent, ...]:
    """All seven intents, with ten random training utterances each; another `draw`, other ones.

    Raises:
        NotFound: the data is not there.
    """
    found = []
    for name, real in sorted(_by_intent(data).items()):
        slots = sorted({slot for utterance in real for slot in utterance.slot_counts})
        schema = Schema((Intent(name, "", tuple(slots)),), tuple(Slot(slot) for slot in slots))
        seeds = Random(f"{name}/{draw}").sample(real, SEEDS)  # noqa: S311 - a sample, no secret
        found.append(NewIntent(name, schema, tuple(seeds), real))
    return tuple(found)


@cache
def _by_intent(data: Path) -> dict[str, tuple[Utterance, ...]]:
    gathered: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in read_annotated(data / "snips" / "train.jsonl.gz").utterances:
        gathered[utterance.intent].append(utterance)
    return {name: tuple(utterances) for name, utterances in gathered.items()}
