"""The whole comparison: install, load, warm up, write in turn, and put figures side by side."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from backend.domain.errors import TeachsetError
from backend.ordering import usual_sampling
from backend.teacher.protocol import Teacher
from bench.machine import machine
from bench.peers.contenders import CONTENDERS, Contender, Place
from bench.peers.environment import tell
from bench.peers.figures import figures, line, ratio
from bench.peers.mix import jobs, warm_up
from bench.peers.peer import Peer
from bench.peers.rounds import run_rounds

OURS = "ours"
_VERSIONS = ("torch", "transformers", "peft", "llguidance")


def compare(
    teacher: Teacher,
    place: Place,
    *,
    data: Path,
    passes: int,
    count: int,
    batch_size: int,
    samples: int | None = None,
    style: str = "tuned",
    peers: Sequence[Contender] = CONTENDERS,
) -> dict[str, Any]:
    """Ours and the peers on the same jobs in turn, as figures that JSON can hold; prints the table.

    A peer that cannot be installed or run is in the figures with its error, and stops nobody.

    Args:
        teacher: ours, opened as a job opens it.
        passes: how often over all intents, each time with other seeds. count: outputs of a job.
        batch_size: outputs that our teacher is given at once.
        samples: outputs of each prompt; as a job plans them when None.

    Raises:
        NotFound: the data is not there.
    """
    place.work.mkdir(parents=True, exist_ok=True)
    mix = [job for draw in range(passes) for job in jobs(draw, count, style, samples, data)]
    with ExitStack() as stack:
        opened, failed = _opened(peers, place, stack)
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        started = time.monotonic()
        tallies, broken = run_rounds({OURS: teacher, **opened}, warm_up(style, samples, data), mix, batch_size)
        seconds = time.monotonic() - started
    rows: dict[str, Any] = {OURS: figures(tallies[OURS])}
    print(line(OURS, rows[OURS], None, None), flush=True)
    for peer in peers:
        error = {**failed, **broken}.get(peer.name)
        rows[peer.name] = {"about": peer.about, "aim": peer.aim}
        if error:
            rows[peer.name]["failed"] = error
            print(f"{peer.name:34} could not be run: {error}", flush=True)
            continue
        against = ratio(tallies[OURS], tallies[peer.name])
        rows[peer.name] |= {
            **figures(tallies[peer.name]),
            "versions": opened[peer.name].versions,
            "ours_times": against,
        }
        print(line(peer.name, rows[peer.name], against, peer.aim), flush=True)
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": {**machine(), "load_before": load},
        "settings": {
            "passes": passes,
            "outputs_per_intent": count,
            "samples_per_prompt": mix[0].orders[0].samples,
            "batch_size": batch_size,
            **asdict(usual_sampling(mix[0].request.style)),
        },
        "ours": {"teacher": asdict(teacher.card), "versions": {name: version(name) for name in _VERSIONS}},
        "rows": rows,
        "seconds": round(seconds, 1),
    }


def _opened(peers: Sequence[Contender], place: Place, stack: ExitStack) -> tuple[dict[str, Peer], dict[str, str]]:
    opened: dict[str, Peer] = {}
    failed: dict[str, str] = {}
    for peer in peers:
        tell(f"Opening {peer.name} ...")
        try:
            opened[peer.name] = peer.open(place)
        except TeachsetError as error:
            failed[peer.name] = str(error)
            tell(f"{peer.name} is left out: {error}")
        else:
            stack.callback(opened[peer.name].close)
    return opened, failed
