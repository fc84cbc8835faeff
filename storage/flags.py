"""Flags of candidates that two reviewers judge: each sees his own alone, or they would not judge apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, or_, select

from storage.filters import ExampleFilter
from storage.tables import Decision, Example, Project
from storage.votes import is_shared_row, judged_by_two, stands


def flag_of_his_own(example: Example, flag: Decision, *, session: Session) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a flag that is not stored yet makes of a candidate that two judge, and what it is for its reviewer.

    It sets his flag or takes it away; the candidate is flagged while anybody's is there.
    """
    own = _flaggers(_flags([example.id], session))
    others = own - {flag.reviewer}
    mine = flag.reviewer not in own
    return {**flag.before, "flagged": mine or bool(others)}, {**flag.before, "flagged": mine}


def flags_seen(examples: Sequence[Example], percent: int, *, reviewer: str, session: Session) -> set[int]:
    """The ids of those whose flag a reviewer is to see: of one that two judge his own, of another anybody's."""
    flagged = [one for one in examples if one.flagged]
    apart = {one.id for one in flagged if judged_by_two(one, percent)}
    seen = {one.id for one in flagged} - apart
    flags = _flags(sorted(apart), session) if apart else []
    return seen | {id_ for id_ in apart if reviewer in _flaggers(one for one in flags if one.example_id == id_)}


def tells_of_no_other(project_id: int, wanted: ExampleFilter, *, reviewer: str, session: Session) -> list[Any]:
    """Conditions on the `Example` of a query for a reviewer's queue: a filter by flags finds none of another's."""
    if not wanted.flagged:
        return []
    percent = session.get_one(Project, project_id).shared_percent
    own = select(Decision.id).where(
        Decision.example_id == Example.id, Decision.reviewer == reviewer, Decision.action == "flag", stands()
    )
    return [or_((col(Example.votes) == 0) & ~is_shared_row(percent), own.exists())]


def _flags(example_ids: Sequence[int], session: Session) -> list[Decision]:
    """Every flag that was set or taken away on these examples and not undone, the first first."""
    query = select(Decision).where(col(Decision.example_id).in_(example_ids), Decision.action == "flag", stands())
    return list(session.exec(query.order_by(col(Decision.id))))


def _flaggers(flags: Iterable[Decision]) -> set[str]:
    """Whose flags an example has. What was set before two judged it is one flag, which anybody could take away."""
    found: set[str] = set()
    for one in flags:
        if one.proposed is None:
            found = {one.reviewer} if one.after["flagged"] else set()
        elif one.proposed["flagged"]:
            found.add(one.reviewer)
        else:
            found.discard(one.reviewer)
    return found
