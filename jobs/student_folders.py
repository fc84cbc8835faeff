"""Where a student lies: stored from the data directory on, so that an installation may be moved."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from jobs.settings import Settings
from jobs.settings import settings as settings_of
from storage.tables import StudentRow


def stored_as(folder: Path, settings: Settings) -> str:
    """What is stored of a student's folder, which lies in the data directory."""
    return folder.relative_to(settings.data_dir).as_posix()


def folder_of(row: StudentRow, settings: Settings | None = None) -> Path:
    """The folder that a student lies in, whether it is there or not.

    Rows of the time before hold the whole path: that of the data directory then. A student that lies in the present
    one, where every student has the folder of its uid, is this one's.

    Args:
        settings: of this process when None.
    """
    settings = settings or settings_of()
    own = settings.students_dir / row.uid
    stored = PurePosixPath(row.folder)
    if not row.folder or own.is_dir():
        return own
    return Path(row.folder) if Path(row.folder).is_absolute() else settings.data_dir / stored


def remove_own(folders: Iterable[Path], settings: Settings) -> None:
    """Remove folders of students, those that lie where the app put them: a student that was moved stays where it is."""
    for folder in folders:
        if folder.resolve().parent == settings.students_dir.resolve():
            shutil.rmtree(folder, ignore_errors=True)
