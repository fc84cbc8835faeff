"""What the candidates of a project can be told apart by: only that is offered as a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from storage.tables import Example, Insight, Job, Score, SlotScore


@dataclass(frozen=True)
class Offers:
    """Languages, methods and jobs, the latest first, that candidates are of, decided ones too; and what some are."""

    languages: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    jobs: tuple[int, ...] = ()
    flagged: bool = False
    grouped: bool = False
    doubted: bool = False
    scored: bool = False
    slots_scored: bool = False


def review_offers(project_id: int, *, session: Session) -> Offers:
    """Look through all candidates once."""
    grouped: Any = col(Example.group_key).is_not(None)
    of_project = (Example.project_id == project_id, Example.origin != "seed")
    kinds: Any = select(Example.language, Example.method, Example.job_id, Example.flagged).add_columns(grouped)
    query = kinds.where(*of_project)
    rows = session.exec(query.distinct()).all()
    doubted = select(Insight.example_id).join(Example, col(Example.id) == Insight.example_id)
    scored = select(Score.example_id).join(Example, col(Example.id) == Score.example_id)
    slots = select(SlotScore.example_id).join(Example, col(Example.id) == SlotScore.example_id)
    return Offers(
        languages=tuple(sorted({language for language, *_ in rows})),
        methods=tuple(sorted({method for _, method, *_ in rows if method})),
        jobs=tuple(sorted({job for _, _, job, *_ in rows if job is not None}, reverse=True)),
        flagged=any(flagged for *_, flagged, _ in rows),
        grouped=any(some for *_, some in rows),
        doubted=session.exec(doubted.where(*of_project, Insight.doubt > 0).limit(1)).first() is not None,
        scored=session.exec(scored.where(*of_project).limit(1)).first() is not None,
        slots_scored=session.exec(slots.where(*of_project).limit(1)).first() is not None,
    )


def jobs_by_id(project_id: int, ids: tuple[int, ...], *, session: Session) -> dict[int, Job]:
    """Some jobs of a project."""
    query = select(Job).where(Job.project_id == project_id, col(Job.id).in_(ids))
    return {job.id: job for job in session.exec(query)}


def last_example_id(project_id: int, *, session: Session) -> int:
    """The id of the latest example; 0 when there is none."""
    return session.exec(select(func.max(Example.id)).where(Example.project_id == project_id)).one() or 0
