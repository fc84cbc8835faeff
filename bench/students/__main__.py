"""What curated data is worth to a student, on SNIPS: `make bench-students`.

Each intent in turn is new: ten random training utterances are its seeds, and the other intents have all of theirs
(--protocol full) or 300 each (small). A row is a student of the same encoder and settings that also learns from what
a method made of the seeds. All are asked SNIPS' test utterances. Everything is cached: a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend.datasets.annotated import read_annotated
from backend.domain.errors import InvalidValue, TeachsetError
from backend.students.encoder import open_encoder
from backend.teacher.adapter import card_of
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Teacher
from bench.snips import NewIntent, new_intents
from bench.students.cells import Bench
from bench.students.cross.running import run_cross
from bench.students.experiments import EXPERIMENTS
from bench.students.generated import Generator
from bench.students.learning import Students
from bench.students.options import CROSS, PIZZA, options
from bench.students.pizza import run_pizza
from bench.students.progress import Progress
from bench.students.protocol import PROTOCOLS, Protocol
from bench.students.reporting import Ran, report
from bench.students.results import table
from bench.students.running import new_to, run, there
from bench.students.sampling import cases
from bench.students.selected import Selected
from bench.students.side_by_side import measure_shares, processes_for, taken
from bench.students.vectors import Vectors
from jobs.settings import settings


def main(given: list[str] | None = None, opened: Callable[[str], Teacher] | None = None) -> int:
    """Run, print the table and write the results; 0 when all cells were measured.

    Args:
        opened: makes a teacher of its name, as the product does when None.
    """
    given = sys.argv[1:] if given is None else given
    told = options(__doc__, given)
    told.given = given
    try:
        opening = opened or (lambda name: _teacher(name, told.device))
        return {PIZZA: run_pizza, CROSS: run_cross}.get(told.experiment, _bench)(told, opening)
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except TeachsetError as error:
        print(error, file=sys.stderr)
        return 2


def _bench(told: argparse.Namespace, opened: Callable[[str], Teacher]) -> int:
    protocol = _protocol(told)
    all_intents = [new_intents(draw, told.data) for draw in range(told.seeds)]
    rows, skipped = there(told.rows or EXPERIMENTS[told.experiment].rows)
    teachers = dict(told.teachers)
    chosen = _chosen(told.intents, all_intents[0])
    intents, left_out = new_to(chosen, rows, lambda intent: teachers.get(intent, told.teacher), card_of)
    for name, why in {**skipped, **left_out}.items():
        print(f"Left out, {name}: {why}", flush=True)
    all_cases = [case for draw, one in enumerate(all_intents) for case in cases(one, intents, draw, protocol.others)]
    every = taken(all_cases, told.share)
    if not every or not rows:
        raise InvalidValue("nothing to measure", remedy="Choose other intents or rows, or fewer shares.")
    processes = 1 if told.share else processes_for(told.device, told.side_by_side, len(every))
    if processes > 1:
        measure_shares("bench.students", told.given, processes)
    writers = {name: Generator(name, opened, told.cache / "generated") for name in {told.teacher, *teachers.values()}}
    students = Students(told.cache, told.device)
    test = read_annotated(told.data / "snips" / "test.jsonl.gz").utterances
    real = [utterance for one in all_intents[0] for utterance in one.real]
    bench = Bench(
        protocol,
        lambda intent: writers[teachers.get(intent, told.teacher)],
        students,
        test,
        real,
        Vectors(open_encoder),
        Selected(told.cache),
    )
    progress = Progress(len(every) * len(rows))
    outcome = run(
        bench, every, rows, progress, lambda: len(students.seconds) + sum(w.written for w in writers.values())
    )
    if not told.share:  # another run puts the shares together
        _tell(Ran(told, protocol, intents, left_out, skipped, outcome, test, real, students.seconds, progress))
    return 1 if outcome.failed else 0


def _tell(ran: Ran) -> None:
    written, results = report(ran)
    print(f"\n{table(results['rows'])}\n\n{'Partial' if results['partial'] else 'Complete'}: {written}")


def _protocol(told: argparse.Namespace) -> Protocol:
    protocol = PROTOCOLS[told.protocol]
    return replace(protocol, outputs=told.outputs) if told.outputs else protocol


def _chosen(names: list[str] | None, found: tuple[NewIntent, ...]) -> tuple[str, ...]:
    known = tuple(one.name for one in found)
    for name in names or ():
        if name not in known:
            raise InvalidValue("unknown intent", value=name, remedy=f"Use some of: {', '.join(known)}.")
    return tuple(names or known)


def _teacher(name: str, device: str | None) -> Teacher:
    folder: Path = settings().weights_dir
    return open_teacher(name, cache=folder, device=device)


if __name__ == "__main__":
    sys.exit(main())
