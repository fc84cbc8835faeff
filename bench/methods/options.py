"""What a run is told on the command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from backend.students.packaged import DEFAULT_ENCODER
from bench.methods.sets import SETS
from bench.methods.teachers import choice
from bench.snips import DATA
from bench.writing import BATCH

CACHE = Path(".cache/bench-methods")
COUNT = 24
SEEDS = (0, 1, 2)
ORACLE = 4000
PASSES = 5


def options(about: str | None, given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    methods = tuple(dict.fromkeys(name for one in SETS.values() for name in one.methods))
    languages = tuple(dict.fromkeys(code for one in SETS.values() for code in one.languages))
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--sets", nargs="+", choices=tuple(SETS), default=list(SETS))
    add("--methods", nargs="+", choices=methods, default=None, help="all by default")
    add("--languages", nargs="+", choices=languages, default=None, help="that are written; all by default")
    add("--seeds", nargs="+", type=int, default=list(SEEDS), help="of what is drawn and written: 0 1 2 by default")
    add("--intents", nargs="+", default=None, help="of what is drawn, only these; the draw decides by default")
    add("--count", type=int, default=COUNT, help=f"outputs of a cell, over all its intents ({COUNT})")
    add(
        "--teacher",
        dest="teachers",
        action="append",
        type=choice,
        default=[],
        metavar="NAME[:METHODS]",
        help="of these methods (linguist,mtop/clasp-ts), or of all that no other names; several of one method are "
        "rows of their own",
    )
    add(
        "--agree", action="store_true", help="you have read the terms of the teachers that have some, and agree to them"
    )
    add("--no-grammar", dest="grammar", action="store_false", help="replies are not held to their grammar")
    add("--temperature", type=float, default=None, help="of sampling; what the product would choose by default")
    add("--batch", type=int, default=BATCH, help=f"outputs that a teacher is given at once ({BATCH})")
    add(
        "--oracle",
        type=int,
        default=ORACLE,
        help=f"real utterances that a student of the round trip learns from; 0: no round trip of slots ({ORACLE})",
    )
    add("--oracle-passes", type=int, default=PASSES, help=f"of its training ({PASSES})")
    add("--encoder", default=DEFAULT_ENCODER, help="of that student, and what words are aligned by without a lexicon")
    add("--parser", default=None, metavar="MODULE:NAME", help="parses texts for the round trip of parses; see the docs")
    add("--device", default=None, help="cpu, cuda, ...; CUDA where there is CUDA by default")
    add("--data", type=Path, default=DATA)
    add("--weights", type=Path, default=Path(os.environ.get("TEACHSET_DATA_DIR", "var")) / "teachers")
    add("--cache", type=Path, default=CACHE, help="what a run that was stopped goes on from")
    add("--out", type=Path, default=None, help="results; an incomplete run's go into the cache")
    add("--docs", action="store_true", help="put the tables into docs/bench-methods.md")
    add("--show", type=int, default=0, metavar="N", help="print so many kept outputs of each method and language")
    return parser.parse_args(given)
