"""What it is worth that the default teacher's base lists values for the slots before anything is written.

    python -m bench.proposing

The same requests for each SNIPS intent as a new one, ten seeds each, written without and with proposed values by turns.
Whether an utterance is right says the judge of `bench.scores.of_teacher`, no person. Values that no seed has are what
lists and stars are for: so it is told how many there are, and how many of the utterances that hold one are right.
Prints the figures and writes `bench/results/proposing.json`.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from backend.domain.request import Request
from backend.domain.utterance import Utterance
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.protocol import Teacher
from bench.draws import options as options_of
from bench.figures import distinct_2, novel_values, spread
from bench.machine import machine
from bench.proposals import proposals
from bench.scores.of_teacher import CACHE, judged_right
from bench.snips import NewIntent, new_intents
from bench.students.learning import Students
from bench.wrote import STYLE, Wrote
from jobs.settings import settings

RESULTS = Path(__file__).parent / "results" / "proposing.json"
WAYS = ("without", "with")


@dataclass
class Drawn:
    """What was written one way in one draw, and the seconds that listing took."""

    wrote: Wrote = field(default_factory=Wrote)
    of_intents: list[tuple[NewIntent, list[Utterance]]] = field(default_factory=list)
    listing: float = 0.0


def main() -> None:
    """Write, have it judged, and tell."""
    options = options_of(__doc__, RESULTS)
    opened: dict[str, Teacher] = {}

    def open_once(name: str) -> Teacher:
        if name not in opened:
            opened[name] = open_teacher(name, cache=settings().weights_dir)
        return opened[name]

    students = Students(CACHE, None)
    rows: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for draw in range(options.draws):
        drawn = {way: Drawn() for way in WAYS}
        for at, new in enumerate(new_intents(draw, options.data)):
            request = Request(new.name, count=options.outputs, style=STYLE, seed=draw)
            with tempfile.TemporaryDirectory() as folder:
                found = proposals(
                    request, new.schema, new.seeds, teacher=DEFAULT_TEACHER, folder=Path(folder), opened=open_once
                )
            drawn["with"].listing += found.seconds
            asked = {"without": new, "with": replace(new, schema=found.schema)}
            for way in WAYS if at % 2 else WAYS[::-1]:
                kept = drawn[way].wrote.write(open_once(DEFAULT_TEACHER), asked[way], draw, options.outputs)
                drawn[way].of_intents.append((new, kept))
        for way, one in drawn.items():
            rows[way].append(_figures(one, students, options.data))
            print(json.dumps({"draw": draw, "proposed values": way, **rows[way][-1]}), flush=True)
    told = {
        "command": f"python -m bench.proposing --outputs {options.outputs} --draws {options.draws}",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "dtype": open_once(DEFAULT_TEACHER).card.dtype,
        "ways": {way: {name: spread([one[name] for one in of]) for name in of[0]} for way, of in rows.items()},
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _figures(drawn: Drawn, students: Students, data: Path) -> dict[str, float]:
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


if __name__ == "__main__":
    main()
