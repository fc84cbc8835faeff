"""Several new files in the place of old ones: all of them, or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path


def temporary_beside(path: Path) -> Path:
    """A name in the same folder, so that a rename is enough, that nobody else uses."""
    return path.with_name(f".{uuid.uuid4().hex}.part")


def replace_all(moves: Sequence[tuple[Path, Path]]) -> None:
    """Rename each temporary file to its final name, in that order.

    Raises:
        OSError: one could not be renamed; then every final name has again what it had before.
    """
    done: list[tuple[Path, Path | None]] = []
    try:
        for temporary, final in moves:
            backup = _kept(final)
            done.append((final, backup))
            os.replace(temporary, final)  # noqa: PTH105
    except BaseException:
        for final, backup in reversed(done):
            if backup is not None:
                os.replace(backup, final)  # noqa: PTH105
                # A rename between two links to one file does nothing and leaves the link.
                backup.unlink(missing_ok=True)
            elif final.is_file():
                final.unlink()
        raise
    for _final, backup in done:
        if backup is not None:
            with contextlib.suppress(OSError):
                backup.unlink()
    _sync_folder(moves[0][1].parent)


def _kept(final: Path) -> Path | None:
    if not final.exists():
        return None
    backup = temporary_beside(final)
    try:
        os.link(final, backup)
    except OSError:
        # Not every file system has hard links.
        shutil.copy2(final, backup)
    return backup


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
