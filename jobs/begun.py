"""What orders and trainings of this database began in the data directory and did not end: it alone is cleared away.

Other databases may share that directory, and people keep folders of their own in it; of either there is no note here.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.domain.errors import Unavailable
from jobs.settings import Settings
from storage.engine import StorageFault, Store

ORPHAN_SECONDS = 24 * 3600.0
"""What was begun and that nobody went on with within a day, nobody will."""


def note_begun(path: Path, store: Store, settings: Settings) -> None:
    """Note that this database is about to make a file or folder, whose name holds the uid of what it is for.

    Raises:
        Unavailable: the disk is full or cannot be written to.
    """
    note = _note(path, settings)
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(store.address, encoding="utf-8")
    except OSError as error:
        raise Unavailable(
            f"a note that cannot be stored: {error.strerror}", where=str(note.parent), remedy="Free some disk space."
        ) from error


def forget_begun(path: Path, settings: Settings) -> None:
    """Note that it is whole, and stays; or that it is gone."""
    _note(path, settings).unlink(missing_ok=True)


@contextmanager
def begun(path: Path, store: Store, settings: Settings) -> Iterator[None]:
    """Have it noted until the block ends, or breaks down for another reason than a database to wait for (`patient`).

    A worker that is killed meanwhile leaves the note.
    """
    note_begun(path, store, settings)
    try:
        yield
    except StorageFault:
        raise
    except Exception:
        forget_begun(path, settings)
        raise
    forget_begun(path, settings)


def clear_away_begun(folder: Path, alive: Collection[str], store: Store, settings: Settings) -> None:
    """Remove what this database began in a folder and did not end, a day after it was written.

    Args:
        alive: uids of what is still to be gone on with, or is whole.
    """
    for note in (settings.begun_dir / folder.name).glob("*"):
        path = folder / note.name
        if note.name.partition(".")[0] in alive or not _is_ours(note, store):
            continue
        if time.time() - (path if path.exists() else note).stat().st_mtime > ORPHAN_SECONDS:
            remove(path)
            forget_begun(path, settings)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _note(path: Path, settings: Settings) -> Path:
    return settings.begun_dir / path.parent.name / path.name


def _is_ours(note: Path, store: Store) -> bool:
    try:
        return note.read_text(encoding="utf-8") == store.address
    except (OSError, ValueError):  # it went meanwhile, or its disk was full
        return False
