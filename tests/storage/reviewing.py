"""Reviewers at work: what they claim, decide and take back, each call in a transaction of its own."""

from __future__ import annotations

import uuid

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.examples import get_example
from storage.filters import ExampleFilter
from storage.projects import set_shared_percent
from storage.queue import PENDING, claim, count_left
from storage.tables import Example, Project
from storage.undoing import undo


def decided(
    store: Store,
    example: Example,
    action: str,
    *,
    by: str = "",
    reason: str = "",
    settles: bool = False,
    edit: Utterance | None = None,
    bulk: str | None = None,
    elsewhere: bool = False,
) -> Example:
    """The example after somebody decided on it, as it is now."""
    with store.write() as session:
        version = get_example(example.project_id, example.id, session=session).version
        created = DecisionCreate(
            *(example.id, version, action, str(uuid.uuid4()), reason, by, edit),
            settles=settles,
            bulk_uid=bulk,
            elsewhere=elsewhere,
        )
        decide(example.project_id, created, session=session)
        return get_example(example.project_id, example.id, session=session)


def undone_by(store: Store, project: Project, reviewer: str) -> Example:
    """The example whose decision came back."""
    with store.write() as session:
        row = undo(project.id, str(uuid.uuid4()), reviewer=reviewer, session=session)
        return get_example(project.id, row.example_id, session=session)


def claimed(
    store: Store, project: Project, reviewer: str, *, limit: int = 20, wanted: ExampleFilter = PENDING
) -> list[str]:
    """The texts that a reviewer is given, in order."""
    return [one.text for one in claim(store, project.id, wanted, reviewer=reviewer, order="worth", limit=limit)]


def left(store: Store, project: Project, reviewer: str, *, wanted: ExampleFilter = PENDING) -> int:
    with store.read() as session:
        return count_left(project.id, wanted, reviewer=reviewer, session=session)


def share(store: Store, project: Project, percent: int) -> None:
    with store.write() as session:
        set_shared_percent(project.id, percent, session=session)


def now_of(store: Store, example: Example) -> Example:
    with store.read() as session:
        return get_example(example.project_id, example.id, session=session)
