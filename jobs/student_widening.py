"""What of a project's slots no student can say exactly, known before one is trained."""

from __future__ import annotations

from backend.domain.utterance import Span
from backend.students.widening import Widened, widened
from storage.engine import Store
from storage.examples import labelled_texts

__all__ = ["Widened", "in_words", "missed_in_words", "of_accepted"]


def of_accepted(store: Store, project_id: int) -> Widened:
    """Of the accepted examples, which the next student learns from and is measured on."""
    with store.read() as session:
        rows = labelled_texts(project_id, session=session)
        return widened((text, tuple(Span(*span) for span in spans)) for text, spans in rows)


def in_words(found: Widened) -> str:
    """What it means for the student that is trained next; "" where there is none."""
    if not found.spans:
        return ""
    return (
        f"{_counted(found)} A student labels whole words: it learns the whole word in their place, and where it is "
        "measured each of them counts as wrong. Mark whole words where that will do."
    )


def missed_in_words(found: Widened | None) -> str:
    """What it means for figures; "" where there is none, or where it was not counted."""
    if found is None or not found.spans:
        return ""
    most = 1 - found.spans / found.of
    return (
        f"{_counted(found)} A student labels whole words, so it counts as wrong on each of them, whatever it has "
        f"learnt: {most:.0%} of the slots are the most that it can find."
    )


def _counted(found: Widened) -> str:
    verb = "begins or ends" if found.spans == 1 else "begin or end"
    return f"{found.spans:,} of {found.of:,} slots {verb} inside a word, such as {found.value} in {found.token}."
