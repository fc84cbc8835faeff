"""`make bench-review`: how fast a person can review here, beside the annotation tools that people use today.

Each tool is started in turn on the loopback with a database of its own, is given synthetic utterances that
are labelled already, and is driven by real key events in a real Chromium. Measured alike for all: from the key
that decides (the event's own time) to just after the first frame with another item's text. Ours is driven at a
person's pace and with a key every 20 ms; its peers, which take no key until the next item is there, at a person's
pace alone. What was decided must then be in their databases. Peers are installed into environments of their own
under `--work`, once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shlex
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Error as BrowserError

from backend.domain.errors import TeachsetError
from bench.machine import machine
from bench.peers.environment import tell
from bench.review.doccano import NAME as DOCCANO
from bench.review.doccano import doccano
from bench.review.figures import HEAD, line, times
from bench.review.label_studio import NAME as LABEL_STUDIO
from bench.review.label_studio import label_studio
from bench.review.measure import Plan, measure
from bench.review.ours import OURS, ours
from bench.review.tool import ACTIONS, Tool

RESULTS = Path(__file__).parents[1] / "results" / "review.json"
WORK = Path(__file__).parents[2] / ".cache" / "bench-review"
PEERS = {"label-studio": (LABEL_STUDIO, label_studio), "doccano": (DOCCANO, doccano)}

Opener = Callable[[Path], AbstractContextManager[Tool]]


def main() -> None:
    """Print the table and write the figures."""
    options = _options()
    made: dict[str, Any] = {}
    for name, opener, plan in _tools(options):
        made[name] = {**_measured(name, opener, plan), **_run(plan)}
        human = made.get(OURS, {}).get("paces", {}).get(_human(plan))
        if name != OURS and human and "paces" in made[name]:
            made[name]["median_times_ours"] = times(human, made[name]["paces"][_human(plan)])
        _save(options.results, made)
    print(HEAD)
    for name, one in made.items():
        if "failed" in one:
            print(f"{name:14} could not be run: {one['failed']}")
        for pace, figures in one.get("paces", {}).items():
            print(line(name, pace, figures, one["load_ms"]["p50"], one.get("median_times_ours")))


def _tools(options: argparse.Namespace) -> list[tuple[str, Opener, Plan]]:
    plan = Plan(options.decisions, options.pause, options.decisions, options.spacing, options.loads, options.seed)
    theirs = replace(plan, decisions=options.peer_decisions, fast_decisions=0)

    def peer(open_it: Callable[..., AbstractContextManager[Tool]]) -> Opener:
        return lambda folder: open_it(options.work, folder, options.peer_rows, options.seed)

    def own(folder: Path) -> AbstractContextManager[Tool]:
        return ours(folder, options.rows, options.seed, worker=options.worker)

    chosen = [(name, peer(open_it), theirs) for key, (name, open_it) in PEERS.items() if key in options.peers]
    return [(OURS, own, plan), *chosen]


def _measured(name: str, opener: Opener, plan: Plan) -> dict[str, Any]:
    """The figures of a tool; its error where it cannot be installed or driven, which stops no other one."""
    tell(f"Opening {name} ...")
    try:
        with tempfile.TemporaryDirectory(prefix="bench-review-") as folder, opener(Path(folder)) as tool:
            return asyncio.run(measure(tool, plan))
    except (TeachsetError, BrowserError, httpx2.HTTPError) as error:
        if name == OURS:
            raise
        tell(f"{name} is left out: {error}")
        return {"failed": str(error)}


def _run(plan: Plan) -> dict[str, Any]:
    """How to have a tool's figures again, and where they were made: those of several runs stand in one file."""
    arguments = shlex.join(sys.argv[1:])
    return {
        "command": f"python -m bench.review {arguments}".strip(),
        "date": time.strftime("%Y-%m-%d"),
        "settings": {**asdict(plan), "actions": ACTIONS},
        "machine": {
            **machine(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        },
    }


def _human(plan: Plan) -> str:
    return f"{plan.pause_ms:g} ms"


def _save(file: Path, made: dict[str, Any]) -> None:
    there = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({**there, **made}, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="candidates in our project")
    parser.add_argument("--decisions", type=int, default=500, help="ours, at each pace")
    parser.add_argument("--peers", nargs="*", choices=tuple(PEERS), default=list(PEERS), help="none, to skip them")
    parser.add_argument("--peer-rows", type=int, default=10_000, help="tasks in each peer's project")
    parser.add_argument("--peer-decisions", type=int, default=100, help="theirs, at a person's pace")
    parser.add_argument("--pause", type=float, default=350, help="a person's, in milliseconds")
    parser.add_argument("--spacing", type=float, default=20, help="of keys at the fast pace, in milliseconds")
    parser.add_argument("--loads", type=int, default=5, help="times that the page is opened, after a first one")
    parser.add_argument("--worker", action="store_true", help="let our server start its worker, as it does by default")
    parser.add_argument("--seed", type=int, default=0, help="of the utterances, the actions and the pauses")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for the peers' environments; reused")
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON file; what it says of other tools stays")
    return parser.parse_args()


if __name__ == "__main__":
    main()
