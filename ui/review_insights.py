"""What the review card shows beside candidates: why they come now, doubts, neighbours, near-duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from backend.domain.parse_schema import ParseSchema
from storage.filters import STUDENT_AGREES
from storage.insights import decided_among, group_mates, insights_of
from storage.tables import Example, Insight
from ui.components.labels import marked_text

NEIGHBOURS_SHOWN = 3
LEAST_ALIKE = 0.4  # those that share less tell nothing about the candidate
MEMBERS_SHOWN = 50

Decided = Mapping[int, tuple[Example, str]]


def insights_for_card(
    examples: Sequence[Example], *, reviewer: str, session: Session, parses: ParseSchema | None = None
) -> dict[int, dict[str, Any]]:
    """`why`, `doubts`, `neighbours` and `group` of each example, by its id; three queries for all.

    An example that nothing is known of yet has them too, empty. The doubt of a student that says other spans `reads`
    the text as it does.
    """
    known = insights_of([example.id for example in examples], session=session)
    near = {neighbour["id"] for insight in known.values() for neighbour in (*insight.accepted, *insight.rejected)}
    decided = decided_among(sorted(near), session=session)
    groups = groups_for_card(examples, reviewer=reviewer, session=session, parses=parses)
    return {
        example.id: {**_insight(example, known.get(example.id), decided, parses), "group": groups.get(example.id)}
        for example in examples
    }


def groups_for_card(
    examples: Sequence[Example], *, reviewer: str, session: Session, parses: ParseSchema | None = None
) -> dict[int, dict[str, Any]]:
    """`{"size", "members"}` of each example with near-duplicates that the reviewer may decide on; one query for all."""
    mates = group_mates(examples, reviewer=reviewer, most=MEMBERS_SHOWN, session=session)
    return {
        id_: {"size": found.size, "members": [_member(member, parses) for member in found.members]}
        for id_, found in mates.items()
    }


def _insight(example: Example, insight: Insight | None, decided: Decided, parses: ParseSchema | None) -> dict[str, Any]:
    if insight is None:
        return {"why": [], "doubts": [], "neighbours": {"accepted": [], "rejected": []}}
    return {
        "why": list(insight.why),
        "doubts": [_doubt(verdict, example, insight.prediction) for verdict in insight.doubts],
        "neighbours": {
            "accepted": _neighbours(insight.accepted, "accepted", decided, parses),
            "rejected": _neighbours(insight.rejected, "rejected", decided, parses),
        },
    }


def _neighbours(
    found: Sequence[Mapping[str, Any]], status: str, decided: Decided, parses: ParseSchema | None
) -> list[dict[str, Any]]:
    """Those that have the status still: a decision may have been undone since."""
    shown: list[dict[str, Any]] = []
    for neighbour in found:
        row, reason = decided.get(neighbour["id"], (None, ""))
        if row is not None and row.status == status and neighbour["similarity"] >= LEAST_ALIKE:
            shown.append({**marked_text(row.utterance, parses), "similarity": neighbour["similarity"]})
            if status == "rejected":
                shown[-1]["reason"] = reason
    return shown[:NEIGHBOURS_SHOWN]


def _doubt(verdict: Mapping[str, Any], example: Example, said: Mapping[str, Any] | None) -> dict[str, Any]:
    """A doubt; with the student's reading where it marks the text otherwise, since spans are seen and not told."""
    if verdict["check"] != STUDENT_AGREES or said is None:
        return dict(verdict)
    spans = [list(span) for span in said["spans"]]
    if spans == [list(span) for span in example.spans]:
        return dict(verdict)
    return {**verdict, "reads": {"text": example.text, "spans": spans}}


def _member(example: Example, parses: ParseSchema | None) -> dict[str, Any]:
    told = {"id": example.id, "version": example.version, "intent": example.intent}
    return {**told, **marked_text(example.utterance, parses)}
