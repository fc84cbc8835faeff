"""A project's student, trained again by itself while people review: where nothing else is to be done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict

import psutil

from backend.domain.errors import TeachsetError
from jobs.keeping import drop_teacher
from jobs.settings import Settings
from jobs.student_folders import folder_of, remove_own
from jobs.students import StudentOrder, student_order
from storage.engine import Store
from storage.examples import count_by_intent
from storage.filters import ExampleFilter
from storage.parse_schemas import load_parses
from storage.retraining import earlier_in_background, others_wait, projects_to_retrain
from storage.students import create_student, latest_student, student_by_uid
from storage.tables import StudentRow

LOOK_SECONDS = 5.0
"""How often the worker looks for students to train again."""

LEAST_ACCEPTED = 5
"""Accepted examples that two intents must have: of fewer none can be put aside to measure on."""

_ROOM = 3 * 2**30
"""Bytes of free memory with which the open teacher may stay: the next job then need not load it again."""

log = logging.getLogger("teachset.worker")


def order_due(store: Store) -> StudentRow | None:
    """Queue the training of one project in which enough was decided; None where there is none, or other work waits.

    It is trained as the project's latest student was.
    """
    with store.read() as session:
        if others_wait("", session=session):
            return None
        due = projects_to_retrain(session=session)
    for project_id in due:
        row = _order(store, project_id)
        if row is not None:
            return row
    return None


def looks(store: Store) -> Callable[[float], None]:
    """What the worker calls with the seconds since it began, every now and then: it looks every LOOK_SECONDS."""
    looked_at = 0.0

    def look(seconds: float) -> None:
        nonlocal looked_at
        if seconds - looked_at >= LOOK_SECONDS:
            looked_at = seconds
            try:
                order_due(store)
            except TeachsetError as error:
                log.error("no student was trained again: %s", error)

    return look


def gives_way(store: Store, row: StudentRow) -> bool:
    """Whether a training should stop for what somebody ordered meanwhile."""
    if not row.background:
        return False
    with store.read() as session:
        return others_wait(row.uid, session=session)


def make_room(row: StudentRow) -> None:
    """Close the open teacher before a training, unless it is one in the background that fits beside it."""
    if not row.background or psutil.virtual_memory().available < _ROOM:
        drop_teacher()


def clear_earlier(store: Store, uid: str, settings: Settings) -> None:
    """Remove the folders of students that this one takes the place of; their figures stay."""
    with store.write() as session:
        row = student_by_uid(uid, session=session)
        earlier = earlier_in_background(row, session=session) if row.background else []
        folders = [folder_of(one, settings) for one in earlier]
        for one in earlier:
            one.folder = ""
            session.add(one)
    remove_own(folders, settings)


def _order(store: Store, project_id: int) -> StudentRow | None:
    with store.write() as session:
        counts = count_by_intent(project_id, ExampleFilter(status="accepted"), session=session)
        enough = sum(count >= LEAST_ACCEPTED for count in counts.values()) >= 2
        if not enough or load_parses(project_id, session=session) is not None:
            return None
        latest = latest_student(project_id, session=session)
        order = student_order(latest) if latest else StudentOrder()
        row, new = create_student(project_id, asdict(order), background=True, session=session)
        return row if new else None
