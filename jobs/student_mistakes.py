"""What a project's student got wrong on a test set."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.utterance import Utterance
from backend.students.mistakes import Confusion as Confusion
from backend.students.mistakes import SlotMistakes as SlotMistakes
from backend.students.mistakes import confusions, slot_mistakes
from backend.students.student import Prediction
from jobs.student_answers import gold_of, said_of
from storage.engine import Store
from storage.student_answers import answers_of


@dataclass(frozen=True)
class Mistakes:
    """What a student said of a test set.

    Attributes:
        gold, said: every utterance as it is labelled, and what the student said; wrong: places of those that differ.
    """

    gold: tuple[Utterance, ...]
    said: tuple[Prediction, ...]
    wrong: tuple[int, ...]
    confusions: tuple[Confusion, ...]
    slots: tuple[SlotMistakes, ...]


def mistakes_of(store: Store, student_id: int, task_id: int | None = None) -> Mistakes | None:
    """What a student got wrong on what was put aside, or on an uploaded file; None where no answer is kept."""
    with store.read() as session:
        rows = answers_of(student_id, task_id, session=session)
    if not rows:
        return None
    gold, said = tuple(map(gold_of, rows)), tuple(map(said_of, rows))
    wrong = tuple(at for at, row in enumerate(rows) if not row.right)
    return Mistakes(gold, said, wrong, tuple(confusions(gold, said)), tuple(slot_mistakes(gold, said)))
