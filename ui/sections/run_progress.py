"""A trial or tuning at work: its phase, how long it has been at it, and Cancel."""

from __future__ import annotations

from jobs.trying import cancel_teacher_run
from storage.tables import TeacherRun
from ui.sections.run_head import draw_head
from ui.store import store


def draw_run_head(run: TeacherRun, title: str) -> None:
    """What is worked on and how far it is in words, with the button to cancel it."""
    draw_head(run, title, key=f"run-{run.id}", cancel=lambda: cancel_teacher_run(store(), run.uid))
