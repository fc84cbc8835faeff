"""How far the review of a project is: what is accepted and what is left, by label and by where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlmodel import Session, col, func, select

from backend.domain.schema import Schema
from storage.schemas import load_labels
from storage.tables import Example, ExampleSlot
from storage.targets import Cell, targets_of

Source = Literal["method", "teacher", "template"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""What an acceptance rate is of: the method, the teacher, or the prompt template."""


@dataclass(frozen=True)
class Coverage:
    """One intent, or one slot in it (else `slot` is ""): how many examples hold it, and how many are aimed for.

    In a project of parses `slot` is a label inside the intent's own.
    """

    intent: str
    slot: str
    accepted: int
    pending: int
    target: int

    @property
    def missing(self) -> int:
        """Accepted examples that the target still lacks."""
        return max(self.target - self.accepted, 0)


@dataclass(frozen=True)
class Rate:
    """What became of the examples of one source."""

    name: str
    accepted: int
    rejected: int
    pending: int

    @property
    def share(self) -> float | None:
        """Accepted, of those that were decided, from 0 to 1; None where none was."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None


def coverage(project_id: int, *, session: Session) -> list[Coverage]:
    """Every intent of the schema followed by its slots, each with its counts; seeds count as accepted.

    In a project of parses the labels that the examples of an intent hold, or that have a target, stand in place of its
    slots.
    """
    accepted = _count_cells(project_id, "accepted", session)
    pending = _count_cells(project_id, "pending", session)
    targets = targets_of(project_id, session=session)
    schema = load_labels(project_id, session=session)
    held = _labels_inside(schema, {*accepted, *pending, *targets}) if schema.parses else {}
    cells = [
        (intent.name, slot) for intent in schema.intents for slot in ("", *intent.slots, *held.get(intent.name, ()))
    ]
    return [
        Coverage(*cell, accepted=accepted.get(cell, 0), pending=pending.get(cell, 0), target=targets.get(cell, 0))
        for cell in cells
    ]


def _labels_inside(schema: Schema, counted: Iterable[Cell]) -> dict[str, list[str]]:
    """By intent, in the order of the schema; the label that makes the intent is not inside of it."""
    found: dict[str, set[str]] = {}
    for intent, label in counted:
        found.setdefault(intent, set()).add(label)
    names = [intent.name for intent in schema.intents if intent.name in found]
    return {name: [label for label in schema.labels_inside(name) if label in found[name]] for name in names}


def rates(project_id: int, *, session: Session) -> dict[Source, list[Rate]]:
    """What became of the generated examples, by each kind of source; the source with the most examples first."""
    provenance: Any = col(Example.provenance)
    names = (col(Example.method), provenance["teacher"]["name"].as_string(), provenance["template"].as_string())
    query = (
        select(*names, Example.status, func.count(col(Example.id)))  # type: ignore[call-overload]
        .where(Example.project_id == project_id, Example.origin == "generated")
        .group_by(*names, col(Example.status))
    )
    rows = session.exec(query).all()
    return {source: _rates([(row[at], row[-2], row[-1]) for row in rows]) for at, source in enumerate(SOURCES)}


def _rates(rows: Iterable[tuple[str | None, str, int]]) -> list[Rate]:
    counts: dict[str, Counter[str]] = {}
    for name, status, count in rows:
        counts.setdefault(name or "not noted", Counter())[status] += count
    found = [Rate(name, held["accepted"], held["rejected"], held["pending"]) for name, held in counts.items()]
    return sorted(found, key=lambda one: (-one.accepted - one.rejected - one.pending, one.name))


def shortfalls(found: Sequence[Coverage]) -> list[Coverage]:
    """What lacks the most, first; only what has a target that is not reached."""
    return sorted((one for one in found if one.missing), key=lambda one: -one.missing)


def _count_cells(project_id: int, status: str, session: Session) -> dict[Cell, int]:
    """How many examples of a status each intent has, and each slot in it."""
    of_status = (Example.project_id == project_id, Example.status == status)
    intents = select(Example.intent, func.count(col(Example.id))).where(*of_status).group_by(col(Example.intent))
    slots = (
        select(Example.intent, ExampleSlot.slot, func.count(func.distinct(ExampleSlot.example_id)))
        .join(ExampleSlot, col(ExampleSlot.example_id) == Example.id)
        .where(*of_status)
        .group_by(col(Example.intent), col(ExampleSlot.slot))
    )
    counts: dict[Cell, int] = {(intent, ""): count for intent, count in session.exec(intents)}
    return counts | {(intent, slot): count for intent, slot, count in session.exec(slots)}
