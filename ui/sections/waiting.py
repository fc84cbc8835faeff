"""Why something that was ordered has not begun yet: what the worker is at meanwhile."""

from __future__ import annotations

from storage.at_work import GENERATION, STUDENT, at_work
from storage.tables import CURVE, TEST, TRIAL, TUNING
from ui.store import store

_CALLED = {
    GENERATION: "a generation",
    STUDENT: "the training of a student",
    TRIAL: "the trial of a teacher",
    TUNING: "the tuning of a teacher",
    TEST: "the test of a student",
    CURVE: "a learning curve",
}


def waiting_behind(project_id: int) -> str:
    """That it waits for the worker, and behind what; in which project, where that is another one than `project_id`."""
    with store().read() as session:
        found = at_work(session=session)
    if found is None:
        return "waiting for the worker"
    where = f" in “{found.project}”" if found.project_id != project_id else ""
    return f"waiting for the worker, behind {_CALLED[found.kind]}{where}"
