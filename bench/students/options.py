"""What a run is told on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend.students.packaged import DEFAULT_ENCODER
from backend.teacher.packaged import DEFAULT_TEACHER, MULTILINGUAL_TEACHER
from bench.snips import DATA
from bench.students.cross.protocol import LANGUAGES, MASSIVE, MTOP
from bench.students.experiments import EXPERIMENTS
from bench.students.protocol import PROTOCOLS, SEEDS
from bench.students.side_by_side import share_of

CACHE = Path(".cache/bench-students")
PIZZA = "pizza"
"""The experiment whose students learn parses; its rows are others (see `pizza_rows`)."""

CROSS = "cross-lingual"
"""The experiment on MASSIVE and mTOP; its rows are others too (see `cross.rows`)."""


def options(about: str | None, given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line; `teachers` holds the pairs of --teacher-for."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiment", choices=(*EXPERIMENTS, PIZZA, CROSS), default="new-intent")
    parser.add_argument("--protocol", choices=tuple(PROTOCOLS), default="small")
    parser.add_argument("--intents", nargs="+", default=None, help="the intents that are new in turn; all by default")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many: of the utterances, generation and training")
    parser.add_argument(
        "--rows",
        nargs="+",
        default=None,
        help="those of the experiment by default; else seeds, upsampled, real, METHOD, METHOD+filter, METHOD+score, "
        "METHOD+slots, METHOD+oracle, names:METHOD, names:METHOD+oracle, METHOD@app:DECISIONS, also @doubted and "
        "@random, with -edits before the colon and +rest at the end; more:METHOD and so on with more new values; "
        "several together with commas, such as linguist,grammar",
    )
    parser.add_argument("--sample", type=int, default=None, help="pizza: so many test utterances, always the same")
    parser.add_argument("--base", default=None, help="pizza: the model that students are trained from")
    parser.add_argument(
        "--outputs",
        type=int,
        default=None,
        help="raw outputs of a method; the protocol's by default; cross-lingual: for each new intent",
    )
    parser.add_argument("--teacher", default=None, help="of the methods that need one; the packaged one by default")
    parser.add_argument(
        "--teacher-for",
        dest="teachers",
        nargs="+",
        type=_pair,
        default=[],
        metavar="INTENT=TEACHER",
        help="another one for an intent that the teacher was tuned on",
    )
    _add_cross(parser)
    _add_side_by_side(parser)
    parser.add_argument("--device", default=None, help="cpu, cuda, ...; CUDA where there is CUDA by default")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=CACHE, help="what a run that was stopped goes on from")
    parser.add_argument("--out", type=Path, default=None, help="results; an incomplete run's go into the cache")
    told = parser.parse_args(given)
    told.teacher = told.teacher or (MULTILINGUAL_TEACHER if told.experiment == CROSS else DEFAULT_TEACHER)
    return told


def _add_cross(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("cross-lingual").add_argument
    languages = tuple(dict.fromkeys(code for codes in LANGUAGES.values() for code in codes))
    add("--sets", nargs="+", choices=(MASSIVE, MTOP), default=[MASSIVE, MTOP], help="both by default")
    add("--languages", nargs="+", choices=languages, default=None, help="the protocol's by default")
    add("--encoder", default=DEFAULT_ENCODER, help="of the students: the packaged one, a folder or of the hub")
    add(
        "--agree", action="store_true", help="you have read the terms of the teachers that have some, and agree to them"
    )


def _add_side_by_side(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("on several cores or machines, of SNIPS").add_argument
    add(
        "--side-by-side",
        type=int,
        default=None,
        metavar="N",
        help="processes that measure at once; on a CPU one a core by default",
    )
    add(
        "--share",
        type=share_of,
        default=None,
        metavar="WHICH/OF",
        help="measure only so much, such as 1/2, into the cache that another process or machine shares",
    )


def _pair(given: str) -> tuple[str, str]:
    intent, equals, teacher = given.partition("=")
    if not (intent and equals and teacher):
        raise argparse.ArgumentTypeError(f"{given!r} is not INTENT=TEACHER")
    return intent, teacher
