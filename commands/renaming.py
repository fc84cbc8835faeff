"""Renaming labels: OLD=NEW, as options of `schema`."""

from __future__ import annotations

from typing import Any

import typer

from backend.domain.errors import InvalidValue
from jobs.renaming import rename
from storage.engine import Store
from storage.renaming import LabelKind


def rename_labels(store: Store, project_id: int, *, intent: str, slot: str) -> dict[str, Any]:
    """Rename an intent, a slot, both or none; returns what was renamed, and how many examples and targets said it.

    Raises:
        InvalidValue: not OLD=NEW, or a name that no label may have. NotFound, Conflict: see `jobs.renaming.rename`.
    """
    asked: list[tuple[LabelKind, str]] = [("intent", intent), ("slot", slot)]
    pairs = [(kind, *_names(kind, given)) for kind, given in asked if given]
    done = []
    for kind, old, new in pairs:
        uses = rename(store, project_id, kind, old, new)
        typer.echo(f"Renamed {kind} {old} to {new}: {uses.examples} examples, {uses.targets} targets.", err=True)
        done.append({"kind": kind, "old": old, "new": new, **vars(uses)})
    return {"renamed": done} if done else {}


def _names(kind: str, given: str) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in given.partition("="))
    if not (old and equals and new):
        raise InvalidValue(f"renaming of {kind}", value=given, remedy="Give the old name, = and the new one.")
    return old, new
