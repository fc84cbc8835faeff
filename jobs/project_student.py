"""Who predicts for a project: its latest student, loaded when it is first asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import perf_counter

from backend.loading_lock import loading_weights
from backend.students.card import KIND
from backend.students.student import BATCH, Prediction, Student, load_student
from backend.teacher.adapter import CARD, tuned_card
from jobs.student_folders import folder_of
from storage.engine import Store
from storage.students import latest_student


@dataclass(frozen=True)
class ProjectStudent:
    """A project's latest student, loaded when it first predicts."""

    uid: str
    folder: str
    device: str | None = None

    @property
    def knows(self) -> dict[str, frozenset[str]]:
        """The intents that it can say, each with its slots.

        Raises:
            NotFound, InvalidValue, Unavailable: as `predict`.
        """
        with loading_weights:
            labels = self._opened().labels
        return {intent: frozenset(held) for intent, held in zip(labels.intents, labels.holds, strict=True)}

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float, tuple[tuple[int, int, str], ...]]]:
        """(intent, confidence, spans as (start, end, slot)) for every text.

        Raises:
            NotFound, InvalidValue, Unavailable: the student's folder is gone or damaged.
        """
        said: list[Prediction] = []
        for first in range(0, len(texts), BATCH):
            with loading_weights:  # it is asked in another thread than the one that runs jobs
                said += self._opened().predict(texts[first : first + BATCH])
        return [(one.intent, one.confidence, tuple((s.start, s.end, s.slot) for s in one.spans)) for one in said]

    def ask(self, text: str) -> tuple[Prediction, float]:
        """What it says of one text, and the milliseconds that took once it was loaded and warm.

        Raises:
            NotFound, InvalidValue, Unavailable: as `predict`.
        """
        with loading_weights:
            student = self._opened()
            student.predict([text])
            begun = perf_counter()
            (said,) = student.predict([text])
            return said, (perf_counter() - begun) * 1000

    def _opened(self) -> Student:
        """Loaded anew once its card was written anew: a label was renamed."""
        card = Path(self.folder) / CARD
        return _loaded(self, card.stat().st_mtime_ns if card.is_file() else 0)


def project_student(store: Store, project_id: int, *, device: str | None = None) -> ProjectStudent | None:
    """Whoever predicts for a project: its latest student; None where there is none, it learnt parses, or its folder is
    gone.

    Nothing is loaded yet.
    """
    with store.read() as session:
        row = latest_student(project_id, session=session)
    folder = folder_of(row) if row else None
    if row is None or folder is None or tuned_card(folder).get("kind") != KIND:
        return None
    return ProjectStudent(row.uid, str(folder), device)


@lru_cache(maxsize=4)
def _loaded(student: ProjectStudent, _written: int) -> Student:
    """The students of the projects that are asked most; each takes some 100 MB."""
    return load_student(student.folder, device=student.device)
