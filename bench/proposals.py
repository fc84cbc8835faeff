"""The values that are proposed for the slots of a new intent, as a job of the product has them proposed; cached too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.teacher.catalogue import proposer_of
from backend.teacher.protocol import Teacher
from backend.values.listing import value_prompts
from backend.values.proposing import ENTRIES, LISTS, SAMPLING, listable, proposed_values, with_proposed
from bench.students.store import key_of, read_json, write_json
from bench.writing import about


@dataclass(frozen=True)
class Proposals:
    """A schema with the values that were proposed for its slots, and the seconds that it took to have them listed."""

    schema: Schema
    seconds: float


def proposals(
    request: Request,
    schema: Schema,
    seeds: Sequence[Utterance],
    *,
    teacher: str,
    folder: Path,
    opened: Callable[[str], Teacher],
) -> Proposals:
    """The schema that the prompts of a request are made of; unchanged where a job would have nothing proposed.

    Args:
        teacher: who writes; its base lists. folder: of the cache. opened: makes a teacher, when it is needed.

    Raises:
        Unavailable: the base cannot be loaded, or broke down.
    """
    base, known = proposer_of(teacher), listable((request,), schema, seeds)
    if not known or base is None:
        return Proposals(schema, 0.0)
    prompts = [one.text for slot, values in known.items() for one in value_prompts(slot, values, request, LISTS)]
    key = key_of([about(base, request.method), prompts, ENTRIES, asdict(SAMPLING), request.seed])
    cached = folder / f"{request.intent}-{key}.json"
    told = read_json(cached)
    if told is None:
        model, began = opened(base), time.monotonic()
        found = proposed_values(model, request, known)
        told = {"proposed": found, "seconds": round(time.monotonic() - began, 3)}
        write_json(cached, told)
    return Proposals(with_proposed(schema, told["proposed"]), told["seconds"])
