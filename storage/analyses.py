"""How far the worker is with the insights of each project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select, update

from storage.schemas import load_labels
from storage.tables import Analysis, Decision, Example, Project, now


class Latest(NamedTuple):
    """The row of the highest id, and when it was made: SQLite gives the id of a deleted row to another one."""

    id: int = 0
    at: datetime | None = None


class Pulse(NamedTuple):
    """The last example and decision of a project: another one says that something changed."""

    example: Latest = Latest()
    decision: Latest = Latest()


class AcceptedSet(NamedTuple):
    """How many are accepted, the pulse of their project, and the names of its labels, which a person may change.

    Another one says that others may be accepted, or that they are labelled otherwise.
    """

    size: int
    pulse: Pulse
    labels: tuple[str, ...]


Plain = tuple[int, str, str, str, list[list[Any]], str | None]
"""Id, text, intent, language, spans and parse of an example."""

_PLAIN: Any = (Example.id, Example.text, Example.intent, Example.language, Example.spans, Example.parse)


def pulses(*, session: Session) -> dict[int, Pulse]:
    """The pulse of every project that has examples: a few steps in indexes for each, however many rows it has."""
    examples, decisions = (
        {project_id: Latest(*row) for project_id, *row in session.exec(query)}
        for query in (_latest(Example, Example.created_at), _latest(Decision, Decision.at))
    )
    return {project_id: Pulse(last, decisions.get(project_id, Latest())) for project_id, last in examples.items()}


def accepted_set(project_id: int, *, session: Session) -> AcceptedSet:
    """What tells the accepted examples of a project from those of another time, without reading them.

    Deleted ones count, too: the ids of their rows and decisions may be given again.
    """
    last = [
        session.exec(query.where(Project.id == project_id)).first()
        for query in (_latest(Example, Example.created_at), _latest(Decision, Decision.at))
    ]
    example, decision = (Latest(*row[1:]) if row else Latest() for row in last)
    accepted = select(func.count(col(Example.id))).where(Example.project_id == project_id, Example.status == "accepted")
    labels = load_labels(project_id, session=session).label_names
    return AcceptedSet(session.exec(accepted).one(), Pulse(example, decision), labels)


def is_there(example: Latest, *, session: Session) -> bool:
    """Whether that example is there still, and is not another one of the same id."""
    return session.exec(select(Example.created_at).where(Example.id == example.id)).first() == example.at


def knows_its_rows(analysis: Analysis, *, session: Session) -> bool:
    """Whether the last example and decision that insights know of are those that were there when they were ranked.

    Otherwise the rows of the highest ids were deleted, and others may have got these ids since.
    """
    known: tuple[tuple[int, Any], ...] = (
        (analysis.example_id, select(Example.created_at).where(Example.id == analysis.example_id)),
        (analysis.decision_id, select(Decision.at).where(Decision.id == analysis.decision_id)),
    )
    made = (session.exec(query).first() for id_, query in known if id_)
    return all(at is not None and at <= analysis.at for at in made)


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
        ~select(Decision.id).where(Decision.example_id == Example.id).exists(),
    )
    return session.exec(query.limit(1)).first() is not None


def stream_plain(
    project_id: int, status: str, *, language: str | None = None, session: Session
) -> Iterator[Sequence[Plain]]:
    """Texts and labels of a status, ordered by id, piece by piece."""
    query = select(*_PLAIN).where(Example.project_id == project_id, Example.status == status)
    if language is not None:
        query = query.where(Example.language == language)
    rows = session.exec(query.order_by(col(Example.id)).execution_options(yield_per=2000))
    for part in rows.partitions():
        yield [tuple(row) for row in part]


def latest_candidates(project_id: int, status: str, most: int, *, language: str, session: Session) -> list[Plain]:
    """So many at most of a status that were no seeds, those that came last first."""
    query = select(*_PLAIN).where(
        Example.project_id == project_id,
        Example.status == status,
        Example.language == language,
        Example.origin != "seed",
    )
    rows = session.exec(query.order_by(col(Example.id).desc()).limit(most))
    return [tuple(row) for row in rows]


def decided_by_method(project_id: int, *, session: Session) -> dict[str, tuple[int, int]]:
    """Method → how many of its candidates were accepted, and how many accepted or rejected; of those with any."""
    query = (
        select(Example.method, Example.status, func.count(col(Example.id)))
        .where(Example.project_id == project_id, Example.origin != "seed", Example.status != "pending")
        .group_by(col(Example.method), col(Example.status))
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for method, status, count in session.exec(query):
        counts[method][status] += count
    return {method: (found["accepted"], found.total()) for method, found in counts.items()}


def drawn_plain(project_id: int, status: str, most: int, *, session: Session) -> list[Plain]:
    """So many at most of a status, those with the lowest fingerprints, which say nothing of the texts."""
    query = select(*_PLAIN).where(Example.project_id == project_id, Example.status == status)
    rows = session.exec(query.order_by(col(Example.fingerprint), col(Example.id)).limit(most))
    return [tuple(row) for row in rows]


def plain_of(example_ids: Sequence[int], *, session: Session) -> list[Plain]:
    """Texts and labels of those of the examples that are pending still."""
    query = select(*_PLAIN).where(col(Example.id).in_(example_ids), Example.status == "pending")
    return [tuple(row) for row in session.exec(query)]


def _latest(table: type[Example] | type[Decision], at: Any) -> Any:
    row = aliased(table)
    last = select(func.max(row.id)).where(row.project_id == Project.id).scalar_subquery()
    return select(Project.id, col(table.id), at).join(table, col(table.id) == last)
