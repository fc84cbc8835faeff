"""The machine that figures were made on: they are worth little without it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """For the results of a run, as JSON: the CPU, and how many of its cores the run had."""
    return {"processor": processor(), "cores": cores()}


def cores() -> int:
    """Cores that this process may use: fewer than there are where it was tied to some."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor(listing: Path = Path("/proc/cpuinfo")) -> str:
    """The CPU's name, as the system tells it."""
    try:
        names = [row.partition(":")[2].strip() for row in listing.read_text().splitlines() if "model name" in row]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
