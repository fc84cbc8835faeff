"""What the local teacher yields on intents that it never saw: `make bench-teacher`.

For each of the seven SNIPS intents as a new one: ten random training utterances as seeds, `--count`
outputs whose slots are drawn from the seeds, for each of three seeds of the generator. Four rows:
untuned and tuned, free and held to the grammar. No SNIPS utterance is in the shipped adapter's data.
The untuned teacher reads a long prompt for every four outputs, so it is asked for fewer: `--untuned-count`.
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
from backend.pipeline import batches, candidates, plan, usual_sampling
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER, UNTUNED_TEACHER
from backend.teacher.protocol import Teacher
from bench.figures import KEPT
from bench.machine import machine
from bench.rows import Part, line, row
from bench.snips import DATA, NewIntent, new_intents
from jobs.settings import Settings

RESULTS = Path(__file__).parent / "results" / "teacher.json"
SAID = {"untuned": (UNTUNED_TEACHER, "instruct"), "tuned": (DEFAULT_TEACHER, "tuned")}
HELD = " + grammar"
ROWS = tuple(f"{kind}{held}" for kind in SAID for held in ("", HELD))


def main() -> None:
    """Print the table and write the figures: each row as soon as it is there, for a run takes an hour."""
    options = _options()
    settings = Settings()
    for kind, rows in groupby(options.rows, lambda name: name.removesuffix(HELD)):
        teacher_name, style = SAID[kind]
        started = time.monotonic()
        device, dtype = settings.device or None, settings.dtype or None
        teacher = open_teacher(teacher_name, cache=settings.weights_dir, device=device, dtype=dtype)
        load_seconds = time.monotonic() - started
        _warm_up(teacher, style, options.data)
        for name in rows:
            count = options.count if kind == "tuned" else options.untuned_count
            draws = list(_draws(teacher, style, name.endswith(HELD), count, options, settings.batch_size))
            figures = {**row(draws), "load_seconds": round(load_seconds, 1), **_run(teacher, options, name, count)}
            _save_outputs(options.outputs, name, [part for parts in draws for part in parts])
            _save(name, figures)
            print(line(name, figures), flush=True)


def _draws(
    teacher: Teacher, style: str, is_held: bool, count: int, options: argparse.Namespace, batch_size: int
) -> Iterator[list[Part]]:
    """What came of all intents with one generator seed after the other; each intent is told of on stderr."""
    for draw in range(options.seeds):
        parts = []
        for new in new_intents(draw, options.data):
            parts.append(_write(teacher, new, style, is_held, draw, count, batch_size))
            kept = f"{len(parts[-1].kept)} of {count} kept in {parts[-1].seconds:.0f} s"
            print(f"seed {draw} of 0 to {options.seeds - 1}: {new.name}: {kept}", file=sys.stderr, flush=True)
        yield parts


def _write(teacher: Teacher, new: NewIntent, style: str, is_held: bool, draw: int, count: int, batch_size: int) -> Part:
    request = Request(new.name, count=count, style=style, grammar=is_held, seed=draw)
    part, seen = Part(new), {normalised(seed.text) for seed in new.seeds}
    started = time.monotonic()
    for batch in batches(plan(request, new.schema, new.seeds), batch_size):
        part.written += candidates(
            batch,
            request=request,
            teacher=teacher,
            sampling=usual_sampling(request.style),
            seen=seen,
            should_stop=lambda: False,
        )
    part.seconds = time.monotonic() - started
    return part


def _warm_up(teacher: Teacher, style: str, data: Path) -> None:
    _write(teacher, new_intents(0, data)[0], style, True, 99, 8, 8)


def _run(teacher: Teacher, options: argparse.Namespace, name: str, count: int) -> dict[str, Any]:
    """How to have a row again, when and where it was made: rows of several runs stand in one file."""
    option = "--count" if name.startswith("tuned") else "--untuned-count"
    return {
        "teacher": asdict(teacher.card),
        "command": f'python -m bench.teacher --rows "{name}" {option} {count} --seeds {options.seeds}',
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
    }


def _save(name: str, figures: dict[str, Any]) -> None:
    there = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    there.pop("machine", None)
    there |= {
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "llguidance")},
        "sampling": {style: asdict(usual_sampling(style)) for style in STYLES},
        "rows": {**there.get("rows", {}), name: figures},
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
            for one in part.written:
                reason = one.dropped_for.check if one.dropped_for else KEPT
                file.write(json.dumps({"intent": part.intent.name, "raw": one.raw, "reason": reason}) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="outputs of an intent and generator seed")
    parser.add_argument("--untuned-count", type=int, default=40, help="the same for the untuned rows")
    parser.add_argument("--seeds", type=int, default=3, help="generator seeds")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--outputs", type=Path, default=None, help="folder to write every raw output to")
    return parser.parse_args()


if __name__ == "__main__":
    main()
