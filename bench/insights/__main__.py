"""How fast the worker finds out about candidates, and what it takes.

    python -m bench.insights --pending 20000 --accepted 4000

Prints the figures, and writes them to bench/results/insights.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from backend.students.packaged import DEFAULT_ENCODER
from bench.insights.measure import Watched, fill, measure
from bench.machine import machine
from storage.migrate import migrate

RESULTS = Path(__file__).parents[1] / "results" / "insights.json"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        store = Watched(f"sqlite:///{folder}/bench.sqlite")
        migrate(store)
        rejected = options.accepted // 4
        project_id = fill(store, options.pending, options.accepted, rejected)
        figures = measure(store, project_id, options.pending, options.accepted + rejected, options.encoder)
        store.close()
    figures |= {
        "command": f"python -m bench.insights {' '.join(sys.argv[1:])}".strip(),
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
    }
    written = json.dumps(figures, indent=1)
    print(written)
    RESULTS.write_text(written + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, default=20_000)
    parser.add_argument("--accepted", type=int, default=4_000, help="a quarter as many again are rejected")
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    return parser.parse_args()


if __name__ == "__main__":
    main()
