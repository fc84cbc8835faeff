"""What was written for all intents in one draw, one way, and its figures, some of them by a judge."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.utterance import Utterance
from bench.figures import distinct_2, novel_values, spread
from bench.machine import machine
from bench.scores.of_teacher import CACHE, judged_right
from bench.snips import NewIntent, new_intents
from bench.students.learning import Students
from bench.wrote import Wrote


@dataclass
class Drawn:
    """What was written, what was kept of it by intent, and the seconds that listing values took."""

    wrote: Wrote = field(default_factory=Wrote)
    of_intents: list[tuple[NewIntent, list[Utterance]]] = field(default_factory=list)
    listing: float = 0.0


def figures_of(drawn: Drawn, students: Students, data: Path) -> dict[str, float]:
    """Counts, shares of what was kept, and seconds; what is right says a student of all of SNIPS."""
    kept = drawn.wrote.kept
    right = judged_right(students, kept, data)
    novel = [is_new for new, some in drawn.of_intents for is_new in holds_new_value(some, new.seeds)]
    with_new = [is_right for is_right, is_new in zip(right, novel, strict=True) if is_new]
    values = [novel_values(some, new.seeds) for new, some in drawn.of_intents]
    return {
        "raw": len(drawn.wrote.raw),
        "kept": len(kept),
        "right of those kept": sum(right) / len(kept),
        "new values": sum(new for new, _ in values) / sum(every for _, every in values),
        "utterances with a new value": len(with_new) / len(kept),
        "right of these": sum(with_new) / max(1, len(with_new)),
        "distinct-2": sum(distinct_2([one.text for one in some]) for _, some in drawn.of_intents)
        / len(drawn.of_intents),
        "seconds of listing": drawn.listing,
        "seconds of writing": drawn.wrote.seconds,
    }


def holds_new_value(kept: Sequence[Utterance], seeds: Sequence[Utterance]) -> list[bool]:
    """Of each utterance whether it holds a value that no seed has for that slot."""
    known = {slot for seed in seeds for slot in seed.slots}
    return [not known.issuperset(one.slots) for one in kept]


def written_by_turns(
    options: argparse.Namespace,
    ways: Sequence[str],
    write: Callable[[Mapping[str, Drawn], NewIntent, int, Sequence[str]], None],
) -> dict[str, list[dict[str, float]]]:
    """Have every intent of every draw written in all ways, and judged: the figures of each way, draw by draw.

    Args:
        write: given what was written so far, the intent, the draw, and the ways in the order that they take turns in.
    """
    students = Students(CACHE, None)
    rows: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for draw in range(options.draws):
        drawn = {way: Drawn() for way in ways}
        for at, new in enumerate(new_intents(draw, options.data)):
            first = at % len(ways)
            write(drawn, new, draw, [*ways[first:], *ways[:first]])
        for way, one in drawn.items():
            rows[way].append(figures_of(one, students, options.data))
            print(json.dumps({"draw": draw, "way": way, **rows[way][-1]}), flush=True)
    return rows


def save_ways(
    options: argparse.Namespace, bench: str, dtype: str, rows: Mapping[str, Sequence[Mapping[str, float]]]
) -> None:
    """Write what came of each way, over the draws, with how to have it again; `options` as in `draws`."""
    told = {
        "command": f"python -m {bench} --outputs {options.outputs} --draws {options.draws}",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "dtype": dtype,
        "ways": {way: {name: spread([one[name] for one in of]) for name in of[0]} for way, of in rows.items()},
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
