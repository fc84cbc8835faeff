"""Candidates as the review card is told of them: what they are, and what a decision on them needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from backend.domain.decision import is_shared
from backend.domain.language import language_name
from backend.domain.parse_schema import ParseSchema
from storage.flags import flags_seen
from storage.tables import Example, Output, Project
from ui.components.labels import marked_text
from ui.components.parse_tree import notation_of
from ui.review_insights import insights_for_card


def card_candidates(
    examples: Sequence[Example], project: Project, parses: ParseSchema | None, *, reviewer: str, session: Session
) -> list[dict[str, Any]]:
    """Examples with what a decision on them needs, as JSON values, in a number of queries that does not grow.

    Args:
        parses: what the project's parses may be; None in a project of slots.
    """
    outputs = _outputs([one.output_id for one in examples if one.output_id is not None], session)
    insights = insights_for_card(examples, reviewer=reviewer, session=session, parses=parses)
    flags = flags_seen(examples, project.shared_percent, reviewer=reviewer, session=session)
    return [
        {
            **_candidate(one, outputs.get(one.output_id or 0), project, parses),
            **insights[one.id],
            "flagged": one.id in flags,
        }
        for one in examples
    ]


def _candidate(example: Example, output: Output | None, project: Project, parses: ParseSchema | None) -> dict[str, Any]:
    utterance = example.utterance
    return {
        **marked_text(utterance),
        "id": example.id,
        "version": example.version,
        **notation_of(utterance, parses),
        "intent": example.intent,
        "languageName": f"{language_name(example.language)} ({example.language})",
        "source": example.method or str(example.provenance.get("source") or example.origin),
        "asked": _asked(example.provenance) if parses is None else None,
        "raw": output.raw if output else None,
        "checks": list(output.verdicts) if output else [],
        "shared": example.votes > 0 or is_shared(example.id, project.shared_percent),
    }


def _outputs(ids: Sequence[int], session: Session) -> dict[int, Output]:
    return {one.id: one for one in session.exec(select(Output).where(col(Output.id).in_(ids)))} if ids else {}


def _asked(provenance: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """The slots that its request asked for; None where nobody asked (an import)."""
    asked = provenance.get("asked")
    if not isinstance(asked, list):
        return None
    return [{"slot": str(item["slot"]), "value": str(item["value"])} for item in asked]
