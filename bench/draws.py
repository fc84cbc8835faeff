"""The command line of benches that write for SNIPS' intents and have it judged, draw by draw."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.snips import DATA


def options(about: str | None, results: Path) -> argparse.Namespace:
    """What a run is told: `outputs`, `draws`, `data`, and `out`, where the figures go."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outputs", type=int, default=24, help="raw outputs for each intent")
    parser.add_argument("--draws", type=int, default=3, help="each with other seeds and other random numbers")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder that holds SNIPS")
    parser.add_argument("--out", type=Path, default=results)
    return parser.parse_args()
