"""How far the worker is with the insights of each project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select, update

from storage.tables import Analysis, Decision, Example, Project, now

Pulse = tuple[int, int, int, int]
"""Last example, number of examples, last decision, number of decisions: another one says that something changed."""

Plain = tuple[int, str, str, str, list[list[Any]]]
"""Id, text, intent, language and spans of an example."""


def pulses(*, session: Session) -> dict[int, Pulse]:
    """The pulse of every project that has examples; cheap, of any size."""
    decisions = dict[int, tuple[int, int]]()
    for project_id, last, count in session.exec(_counted(Decision)):
        decisions[project_id] = (last, count)
    examples = session.exec(_counted(Example))
    return {id_: (last, count, *decisions.get(id_, (0, 0))) for id_, last, count in examples}


def analysis_of(project_id: int, *, session: Session) -> Analysis:
    """How far a project is; as if nothing had been done yet where nothing has."""
    return session.get(Analysis, project_id) or Analysis(project_id=project_id)


def note_progress(project_id: int, *, session: Session, **columns: Any) -> None:
    """Set columns of a project's analysis; of a project that was deleted nothing is noted."""
    if session.get(Analysis, project_id) is None:
        if session.get(Project, project_id) is None:
            return
        session.add(Analysis(project_id=project_id))
        session.flush()
    if columns:
        session.exec(update(Analysis).where(col(Analysis.project_id) == project_id).values(**columns))


def begin_ranking(project_id: int, student: str, *, session: Session) -> None:
    """From now on what was found out before is out of date."""
    examples = select(func.max(Example.id)).where(Example.project_id == project_id)
    decisions = select(func.max(Decision.id)).where(Decision.project_id == project_id)
    note_progress(
        project_id,
        session=session,
        example_id=session.exec(examples).one() or 0,
        decision_id=session.exec(decisions).one() or 0,
        student=student,
        at=now(),
    )


def unknown_decisions(analysis: Analysis, *, session: Session) -> tuple[int, datetime | None]:
    """How many decisions a project's insights do not know of, and when the last of them was made."""
    query = select(func.count(col(Decision.id)), func.max(Decision.id)).where(
        Decision.project_id == analysis.project_id, col(Decision.id) > analysis.decision_id
    )
    count, last = session.exec(query).one()
    return count, session.exec(select(Decision.at).where(Decision.id == last)).one() if last else None


def came_decided(analysis: Analysis, *, session: Session) -> bool:
    """Whether examples came in that were accepted already (seeds, imports), which no decision tells of."""
    query = select(Example.id).where(
        Example.project_id == analysis.project_id,
        col(Example.id) > analysis.example_id,
        Example.status != "pending",
        Example.version == 1,
    )
    return session.exec(query.limit(1)).first() is not None


def stream_plain(
    project_id: int, status: str, *, language: str | None = None, session: Session
) -> Iterator[Sequence[Plain]]:
    """Texts and labels of a status, ordered by id, piece by piece."""
    columns: Any = (Example.id, Example.text, Example.intent, Example.language, Example.spans)
    query = select(*columns).where(Example.project_id == project_id, Example.status == status)
    if language is not None:
        query = query.where(Example.language == language)
    rows = session.exec(query.order_by(col(Example.id)).execution_options(yield_per=2000))
    for part in rows.partitions():
        yield [tuple(row) for row in part]


def _counted(table: type[Example] | type[Decision]) -> Any:
    last, count = func.max(col(table.id)), func.count(col(table.id))
    return select(col(table.project_id), last, count).group_by(col(table.project_id))
