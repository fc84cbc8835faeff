"""What the local teacher yields on intents that it never saw: `make bench-teacher`.

For each of the seven SNIPS intents as a new one: ten random training utterances as seeds, outputs whose slots are
drawn from the seeds, for each of three seeds of the generator. Four rows: untuned and tuned, free and held to the
grammar. No SNIPS utterance is in the shipped adapter's data.
The protocol `small` is for two cores and about ten minutes; `full` is 200 outputs an intent and seed in every row.
Every output is in the cache as soon as it is written: a run that was stopped goes on with the same command.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from backend.domain.normalise import normalised
from backend.domain.request import STYLES, Request
from backend.ordering import plan, usual_sampling
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER, UNTUNED_TEACHER
from backend.teacher.protocol import Teacher
from bench.figures import KEPT
from bench.machine import machine
from bench.proposals import proposals
from bench.rows import Part, line, row
from bench.snips import DATA, NewIntent, new_intents
from bench.students.store import Lines
from bench.writing import card, key_of_writing, seconds, written
from jobs.settings import Settings

RESULTS = Path(__file__).parent / "results" / "teacher.json"
SAID = {"untuned": (UNTUNED_TEACHER, "instruct"), "tuned": (DEFAULT_TEACHER, "tuned")}
HELD = " + grammar"
ROWS = tuple(f"{kind}{held}" for kind in SAID for held in ("", HELD))

PROTOCOLS = {"small": {"untuned": 4, "tuned": 12}, "full": {"untuned": 200, "tuned": 200}}
"""Outputs of an intent and generator seed. The untuned teacher reads a long prompt for every four of them."""


def main() -> None:
    """Print the table and write the figures: each row as soon as it is there."""
    options = _options()
    counts = PROTOCOLS[options.protocol]
    for kind, rows in groupby(options.rows, lambda name: name.removesuffix(HELD)):
        bench = Bench(*SAID[kind], options)
        for name in rows:
            count = options.count or counts[kind]
            draws = list(bench.draws(name.endswith(HELD), count))
            figures = {**row(draws), **_run(bench.card, options, name, count)}
            _save_outputs(options.outputs, name, [part for parts in draws for part in parts])
            _save(options.protocol, name, figures)
            print(line(name, figures), flush=True)


class Bench:
    """One teacher in one style, opened when something is not in the cache.

    Attributes:
        card: of the teacher that wrote what was asked for last, as in `TeacherCard`.
    """

    def __init__(self, teacher: str, style: str, options: argparse.Namespace) -> None:
        self._teacher, self._style, self._options, self._settings = teacher, style, options, Settings()
        self._loaded: dict[str, Teacher] = {}
        self.card: dict[str, Any] = {}

    def draws(self, is_held: bool, count: int) -> Iterator[list[Part]]:
        """What came of all intents with one generator seed after the other; each intent is told of on stderr."""
        for draw in range(self._options.seeds):
            parts = []
            for new in new_intents(draw, self._options.data):
                request = Request(new.name, count=count, style=self._style, grammar=is_held, seed=draw)
                parts.append(self._written(new, request))
                kept = f"{len(parts[-1].kept)} of {count} kept in {parts[-1].seconds:.0f} s"
                print(f"seed {draw} of 0 to {self._options.seeds - 1}: {new.name}: {kept}", file=sys.stderr, flush=True)
            yield parts

    def _written(self, new: NewIntent, request: Request) -> Part:
        proposed = proposals(
            request,
            new.schema,
            new.seeds,
            teacher=self._teacher,
            folder=self._options.cache / "proposed",
            opened=self._opened,
        )
        orders, sampling = plan(request, proposed.schema, new.seeds), usual_sampling(self._style)
        batch = self._settings.batch_size
        chosen = [self._settings.device, self._settings.dtype]
        key = key_of_writing(request, orders, self._teacher, sampling, batch, chosen)
        lines = Lines(self._options.cache / f"{new.name}-{request.seed}-{key}.jsonl")
        seen = {normalised(seed.text) for seed in new.seeds}
        found = written(lines, orders, request, seen, self._open, batch=batch)
        self.card = card(lines)
        return Part(new, found, seconds(lines) + proposed.seconds)

    def _open(self) -> Teacher:
        """The teacher, once it has written something: the first prompts take longer."""
        is_new = self._teacher not in self._loaded
        opened = self._opened(self._teacher)
        if is_new:
            new = new_intents(0, self._options.data)[0]
            orders = plan(Request(new.name, count=8, style=self._style, seed=99), new.schema, new.seeds)
            for _ in opened.sample(orders, usual_sampling(self._style), 99, lambda: False):
                pass
        return opened

    def _opened(self, name: str) -> Teacher:
        if name not in self._loaded:
            device, dtype = self._settings.device or None, self._settings.dtype or None
            self._loaded[name] = open_teacher(name, cache=self._settings.weights_dir, device=device, dtype=dtype)
        return self._loaded[name]


def _run(teacher: dict[str, Any], options: argparse.Namespace, name: str, count: int) -> dict[str, Any]:
    """How to have a row again, when and where it was made: rows of several runs stand in one file."""
    return {
        "teacher": teacher,
        "command": f'python -m bench.teacher --protocol {options.protocol} --rows "{name}" --count {count}'
        f" --seeds {options.seeds}",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
    }


def _save(protocol: str, name: str, figures: dict[str, Any]) -> None:
    there = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    rows = there.get(protocol, {}).get("rows", {})
    there[protocol] = {
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "llguidance")},
        "sampling": {style: asdict(usual_sampling(style)) for style in STYLES},
        "rows": {**rows, name: figures},
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(there, indent=1) + "\n", encoding="utf-8")


def _save_outputs(folder: Path | None, name: str, parts: list[Part]) -> None:
    """For reading by a person; they hold values of SNIPS, so they do not belong into the project."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name.replace(' + ', '-')}.jsonl").open("w", encoding="utf-8") as file:
        for part in parts:
            for line in part.written:
                reason = line["dropped_for"] or KEPT
                file.write(json.dumps({"intent": part.intent.name, "raw": line["raw"], "reason": reason}) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocol", choices=PROTOCOLS, default="small")
    parser.add_argument("--count", type=int, default=None, help="outputs of an intent and generator seed, in every row")
    parser.add_argument("--seeds", type=int, default=3, help="generator seeds")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/bench-teacher"), help="what a stopped run goes on from"
    )
    parser.add_argument("--outputs", type=Path, default=None, help="folder to write every raw output to")
    return parser.parse_args()


if __name__ == "__main__":
    main()
