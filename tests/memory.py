"""Where the databases of the tests lie: in memory where there is room, for each commit waits for a disk otherwise."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2**30
"""Bytes that must be free in memory; the tests take less than a quarter of that."""


def memory() -> Path | None:
    """A folder in memory; None where there is none with room."""
    fits = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if fits else None
