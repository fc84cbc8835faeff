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
from dataclasses import replace
from pathlib import Path

from backend.domain.request import Request
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.protocol import Teacher
from bench.drawn import Drawn, figures_of, save_ways
from bench.draws import options as options_of
from bench.proposals import proposals
from bench.scores.of_teacher import CACHE
from bench.snips import new_intents
from bench.students.learning import Students
from bench.wrote import STYLE
from jobs.settings import settings

RESULTS = Path(__file__).parent / "results" / "proposing.json"
WAYS = ("without", "with")


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
            rows[way].append(figures_of(one, students, options.data))
            print(json.dumps({"draw": draw, "proposed values": way, **rows[way][-1]}), flush=True)
    save_ways(options, "bench.proposing", open_once(DEFAULT_TEACHER).card.dtype, rows)


if __name__ == "__main__":
    main()
