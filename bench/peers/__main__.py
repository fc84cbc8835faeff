"""`python -m bench.peers`: kept utterances per second of our teacher beside those of its peers, on the same requests.

Peers are installed into environments of their own under `--work`, once. Figures go into the same file
as those of `bench.teacher`, under "peers".
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from backend.teacher.catalogue import open_teacher, style_of
from backend.teacher.packaged import DEFAULT_TEACHER
from bench.peers.compare import compare
from bench.peers.contenders import CONTENDERS, Place
from bench.snips import DATA
from jobs.settings import Settings

RESULTS = Path(__file__).parents[1] / "results" / "teacher.json"
WORK = Path(__file__).parents[2] / ".cache" / "bench-peers"


def main() -> None:
    """Print the table and write the figures."""
    options = _options()
    settings = Settings()
    made = compare(
        open_teacher(options.teacher, cache=settings.weights_dir, device="cpu"),
        Place(options.teacher, settings.weights_dir, options.work),
        data=options.data,
        passes=options.passes,
        count=options.count,
        batch_size=settings.batch_size,
        samples=options.samples,
        style=style_of(options.teacher, "linguist"),
        peers=[peer for peer in CONTENDERS if peer.name in options.peers],
    )
    samples = f" --samples {options.samples}" if options.samples else ""
    made["command"] = f"python -m bench.peers --passes {options.passes} --count {options.count}{samples}"
    key = f"peers, {options.samples} samples a prompt" if options.samples else "peers"
    there = json.loads(options.results.read_text(encoding="utf-8")) if options.results.is_file() else {}
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps({**there, key: made}, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    names = [peer.name for peer in CONTENDERS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passes", type=int, default=1, help="over all intents, each with other seeds")
    parser.add_argument("--count", type=int, default=24, help="outputs of an intent and pass")
    parser.add_argument(
        "--samples", type=int, default=None, help="outputs of a prompt; as a job plans them if not given"
    )
    parser.add_argument("--peers", nargs="+", choices=names, default=names)
    parser.add_argument("--teacher", default=DEFAULT_TEACHER, help="ours, and what the peers' weights are made of")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--work", type=Path, default=WORK, help="folder for environments and weights; reused")
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON file; its other figures stay")
    return parser.parse_args()


if __name__ == "__main__":
    main()
