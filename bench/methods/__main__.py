"""What each method yields, and how good it is, on PIZZA, mTOP, MASSIVE and SNIPS: `make bench-methods`.

A cell is one method on one data set, in one language, with one seed; its outputs are cached one by one, so that a run
that was stopped goes on, and several runs may share the cache, each with other cells (--sets, --methods, --languages,
--seeds). The same command without these then puts all together. See docs/bench-methods.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from backend.domain.errors import TeachsetError
from backend.methods.word_similarity import align_by
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Teacher
from bench.methods.options import options
from bench.methods.reporting import caption, results, save
from bench.methods.results import tables
from bench.methods.round_trip import RoundTrip, parser
from bench.methods.running import measure, write
from bench.methods.showing import shown
from bench.methods.teachers import cells, lacking
from bench.methods.writing import Writer
from bench.students.learning import Students


def main(given: list[str] | None = None, opened: Callable[[str], Teacher] | None = None) -> int:
    """Run, print the tables and write the results; 0 when all cells were measured.

    Args:
        opened: makes a teacher of its name, as the product does when None.
    """
    told = options(__doc__, given)
    try:
        return _bench(told, opened or (lambda name: open_teacher(name, cache=told.weights, device=told.device)))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except TeachsetError as error:
        print(error, file=sys.stderr)
        return 2


def _bench(told: argparse.Namespace, opened: Callable[[str], Teacher]) -> int:
    align_by(told.encoder)
    round_trip = RoundTrip(
        Students(told.cache, told.device),
        told.cache / "round-trip",
        told.data,
        told.device,
        told.oracle,
        told.oracle_passes,
        told.encoder,
        parser(told.parser) if told.parser else None,
    )
    every = cells(told)
    away = lacking((one.teacher for one in every), agreed=told.agree)
    left_out = {
        f"{one.set} {one.method} ({one.teacher})": why for one in every if (why := away.get(one.teacher)) is not None
    }
    for name, why in left_out.items():
        print(f"Left out, {name}: {why}", flush=True)
    there = [one for one in every if one.teacher not in away]
    writer = Writer(told.cache / "outputs", opened, told.count, told.batch, told.grammar, told.temperature)
    found, failed = write(there, writer, told.data, told.intents)
    measured = measure(found, round_trip)
    made = results(told, measured, {**left_out, **failed, **round_trip.problems}, round_trip.worth)
    file = save(told, made)
    if told.show:
        text = shown(found, told.show)
        (told.cache / "shown.txt").write_text(text, encoding="utf-8")
        print(f"\n{text}")
    print(f"\n{caption(made)}\n\n{tables(made['rows'])}\n\n{'Partial' if made['partial'] else 'Complete'}: {file}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
