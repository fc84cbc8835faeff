"""What a run of students stood under, whatever it measured: sampling, time, machine and versions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from statistics import median
from typing import Any

from backend.domain.request import STYLES
from backend.ordering import usual_sampling
from bench.machine import machine
from bench.students.progress import Progress


def circumstances(seconds: Sequence[float], progress: Progress) -> dict[str, Any]:
    """For the results of a run, as JSON.

    Args:
        seconds: of every training that was not in the cache.
    """
    return {
        "sampling": {style: asdict(usual_sampling(style)) for style in STYLES},
        "seconds": {
            "training_median": median(seconds) if seconds else None,
            "trainings": len(seconds),
            "cell_mean": progress.seconds_per_cell,
        },
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "versions": {name: version(name) for name in ("torch", "transformers")},
    }
