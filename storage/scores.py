"""Scores of examples by students that were trained without them, and how these students get better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from storage.engine import one_at_a_time
from storage.found import locked, replace_found
from storage.tables import Example, Output, Project, Score, Scoring, now


@dataclass(frozen=True)
class Scored:
    """What is to be kept of an example with that text and intent; `columns` are those of its Score, None for none."""

    example_id: int
    text: str
    intent: str
    columns: Mapping[str, Any] | None


def save_scores(project_id: int, scored: Sequence[Scored], *, session: Session) -> int:
    """Replace the scores of some examples; of those that were changed or removed meanwhile none is kept.

    Returns how many were kept.
    """
    columns = (Example.text, Example.intent, Example.fingerprint)
    there = locked(project_id, [one.example_id for one in scored], *columns, session=session)
    same = [one for one in scored if there.get(one.example_id, ())[:2] == (one.text, one.intent)]
    rows = [
        {
            "example_id": one.example_id,
            "fingerprint": there[one.example_id][2],
            "intent": one.intent,
            **one.columns,
        }
        for one in same
        if one.columns is not None
    ]
    return replace_found(Score, [one.example_id for one in same], rows, session=session)


def drop_scores(project_id: int, *, session: Session) -> None:
    """Forget all scores of a project: too little is accepted by now for any."""
    one_at_a_time(session, project_id)
    of_project = select(Example.id).where(Example.project_id == project_id)
    session.exec(delete(Score).where(col(Score.example_id).in_(of_project)))


def scores_of(example_ids: Sequence[int], *, session: Session) -> dict[int, Score]:
    """The scores of some examples; none that is of another text or intent than the example has now."""
    query = select(Score).join(Example, col(Example.id) == Score.example_id).where(is_current())
    return {row.example_id: row for row in session.exec(query.where(col(Score.example_id).in_(example_ids)))}


def is_current() -> Any:
    """Of a Score and the Example of its id: it is of the text and the intent that the example has now."""
    return (col(Score.fingerprint) == Example.fingerprint) & (col(Score.intent) == Example.intent)


def save_scoring(project_id: int, accepted: int, figures: Mapping[str, int], *, session: Session) -> None:
    """Keep how a training came out, in the place of an earlier one at the same number of accepted examples.

    Of a project that was deleted nothing is kept.
    """
    one_at_a_time(session, project_id)
    if session.get(Project, project_id) is None:
        return
    row = session.get(Scoring, (project_id, accepted)) or Scoring(project_id=project_id, accepted=accepted)
    for name, value in figures.items():
        setattr(row, name, value)
    row.at = now()
    session.add(row)
    session.flush()


def last_scoring(project_id: int, *, session: Session) -> Scoring | None:
    """The latest training; None before the first."""
    query = select(Scoring).where(Scoring.project_id == project_id)
    return session.exec(query.order_by(col(Scoring.at).desc()).limit(1)).first()


def learning_curve(project_id: int, *, session: Session) -> list[Scoring]:
    """One training for every number of accepted examples at which there was a score, the fewest first."""
    query = select(Scoring).where(Scoring.project_id == project_id, Scoring.tested > 0)
    return list(session.exec(query.order_by(col(Scoring.accepted))))


def prompts_of(example_ids: Sequence[int], *, session: Session) -> dict[int, tuple[int, int]]:
    """(job, number of its prompt) of those of the examples that a prompt made."""
    query = (
        select(Example.id, Output.job_id, Output.prompt_index)
        .join(Output, col(Output.id) == Example.output_id)
        .where(col(Example.id).in_(example_ids))
    )
    return {id_: (job, prompt) for id_, job, prompt in session.exec(query)}
