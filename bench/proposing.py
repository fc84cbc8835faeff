"""What it is worth that the default teacher's base lists values for the slots before anything is written.

    python -m bench.proposing

The same requests for each SNIPS intent as a new one, ten seeds each, written without proposed values, with them, and
with more of them (`--more-new-values`), by turns. Whether an utterance is right says the judge of
`bench.scores.of_teacher`, no person. Values that no seed has are what lists and stars are for: so it is told how many
there are, and how many of the utterances that hold one are right. Prints the figures and writes
`bench/results/proposing.json`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from backend.domain.request import Request
from backend.teacher.packaged import DEFAULT_TEACHER
from bench.drawn import Drawn, save_ways, written_by_turns
from bench.draws import options as options_of
from bench.proposals import Proposals, proposals
from bench.snips import NewIntent
from bench.wrote import STYLE, opened

RESULTS = Path(__file__).parent / "results" / "proposing.json"
WITHOUT, MORE = "without", "more"
WAYS = (WITHOUT, "with", MORE)


def main() -> None:
    """Write, have it judged, and tell."""
    options = options_of(__doc__, RESULTS)

    def write(drawn: Mapping[str, Drawn], new: NewIntent, draw: int, turns: Sequence[str]) -> None:
        for way in turns:
            request = Request(new.name, count=options.outputs, style=STYLE, seed=draw, more_new_values=way == MORE)
            found = Proposals(new.schema, 0.0) if way == WITHOUT else _listed(request, new)
            drawn[way].listing += found.seconds
            kept = drawn[way].wrote.write(
                opened(DEFAULT_TEACHER),
                replace(new, schema=found.schema),
                draw,
                options.outputs,
                more_new_values=request.more_new_values,
            )
            drawn[way].of_intents.append((new, kept))

    save_ways(options, "bench.proposing", opened(DEFAULT_TEACHER).card.dtype, written_by_turns(options, WAYS, write))


def _listed(request: Request, new: NewIntent) -> Proposals:
    with tempfile.TemporaryDirectory() as folder:
        return proposals(request, new.schema, new.seeds, teacher=DEFAULT_TEACHER, folder=Path(folder), opened=opened)


if __name__ == "__main__":
    main()
