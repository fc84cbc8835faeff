"""How the training of any student ends: with what it came to stored, or without a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from backend.students.prints import prints_of
from jobs.student_parts import Parts
from storage import runs
from storage.engine import StorageFault, Store
from storage.student_answers import save_answers, save_learnt
from storage.tables import StudentRow


@contextmanager
def nothing_left(folder: Path) -> Iterator[None]:
    """Remove a student's folder if its training breaks down; not where the database is to be waited for (`patient`)."""
    try:
        yield
    except StorageFault:
        raise
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def begin_measuring(store: Store, row: StudentRow) -> None:
    """Say that the training is over, and that it is measured now."""
    with store.write() as session:
        runs.start(StudentRow, row.id, "measuring", session=session)


def store_student(
    store: Store, row: StudentRow, folder: str, parts: Parts, answers: Sequence[dict[str, Any]], result: dict[str, Any]
) -> None:
    """Store where a student lies, what it learnt from, its answers and its figures; all or nothing.

    Args:
        folder: as it is stored (see student_folders).
    """
    prints = prints_of(parts.learnt)  # before the write begins: nobody could decide meanwhile
    with store.write() as session:
        save_answers(row.id, None, answers, session=session)
        save_learnt(row.id, prints, session=session)
        runs.finish(StudentRow, row.uid, "done", result=result, folder=folder, session=session)
