"""What it is worth that the likeliest outputs are chosen among those to more requests than were asked for.

    python -m bench.choosing

For each SNIPS intent as a new one, ten seeds each, the default teacher writes the same requests once, twice, where the
likelier draft is taken, and once with spares, of all of which the likeliest are taken: as a job does. Whether an
utterance is right says the judge of `bench.scores.of_teacher`, no person. Prints the figures and writes
`bench/results/choosing.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.ordering import plan
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.protocol import Order
from bench.drawn import Drawn, save_ways, written_by_turns
from bench.draws import options as options_of
from bench.proposals import proposals
from bench.scores.of_teacher import CACHE
from bench.snips import NewIntent
from bench.wrote import STYLE, opened

RESULTS = Path(__file__).parent / "results" / "choosing.json"
CHOSEN = "chosen"
DRAFTS = {"one draft": 1, "two drafts": 2}
WAYS = (*DRAFTS, CHOSEN)


def planned(way: str, request: Request, schema: Schema, seeds: Sequence[Utterance]) -> tuple[Order, ...]:
    """The orders of a request: as a job has them, or without the spares, each output written as often as it says."""
    orders = plan(request, schema, seeds)
    if way == CHOSEN:
        return orders
    return tuple(replace(order, drafts=DRAFTS[way]) for order in orders if not order.is_spare)


def main() -> None:
    """Write, have it judged, and tell."""
    options = options_of(__doc__, RESULTS)

    def write(drawn: Mapping[str, Drawn], new: NewIntent, draw: int, turns: Sequence[str]) -> None:
        request = Request(new.name, count=options.outputs, style=STYLE, seed=draw)
        found = proposals(
            request, new.schema, new.seeds, teacher=DEFAULT_TEACHER, folder=CACHE / "proposed", opened=opened
        )
        asked = replace(new, schema=found.schema)
        for way in turns:
            kept = drawn[way].wrote.write(
                opened(DEFAULT_TEACHER), asked, draw, options.outputs, planned=partial(planned, way)
            )
            drawn[way].of_intents.append((new, kept))

    save_ways(options, "bench.choosing", opened(DEFAULT_TEACHER).card.dtype, written_by_turns(options, WAYS, write))


if __name__ == "__main__":
    main()
