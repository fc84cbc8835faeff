"""What it is worth that the default teacher's base lists values for the slots before anything is written.

    python -m bench.proposing

The same requests for each SNIPS intent as a new one, ten seeds each, written without and with proposed values by turns.
Whether an utterance is right says the judge of `bench.scores.of_teacher`, no person. Values that no seed has are what
lists and stars are for: so it is told how many there are, and how many of the utterances that hold one are right.
Prints the figures and writes `bench/results/proposing.json`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from backend.domain.request import Request
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.protocol import Teacher
from bench.drawn import Drawn, save_ways, written_by_turns
from bench.draws import options as options_of
from bench.proposals import proposals
from bench.snips import NewIntent
from bench.wrote import STYLE
from jobs.settings import settings

RESULTS = Path(__file__).parent / "results" / "proposing.json"
WAYS = ("without", "with")


def main() -> None:
    """Write, have it judged, and tell."""
    options = options_of(__doc__, RESULTS)

    def write(drawn: Mapping[str, Drawn], new: NewIntent, draw: int, turns: Sequence[str]) -> None:
        request = Request(new.name, count=options.outputs, style=STYLE, seed=draw)
        with tempfile.TemporaryDirectory() as folder:
            found = proposals(
                request, new.schema, new.seeds, teacher=DEFAULT_TEACHER, folder=Path(folder), opened=_opened
            )
        drawn["with"].listing += found.seconds
        asked = {"without": new, "with": replace(new, schema=found.schema)}
        for way in turns:
            kept = drawn[way].wrote.write(_opened(DEFAULT_TEACHER), asked[way], draw, options.outputs)
            drawn[way].of_intents.append((new, kept))

    save_ways(options, "bench.proposing", _opened(DEFAULT_TEACHER).card.dtype, written_by_turns(options, WAYS, write))


@cache
def _opened(name: str) -> Teacher:
    return open_teacher(name, cache=settings().weights_dir)


if __name__ == "__main__":
    main()
