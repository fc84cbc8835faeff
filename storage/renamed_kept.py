"""What a project keeps beside its examples that says the name of a label, when that is renamed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, or_
from sqlmodel import Session, col, select, update

from storage.json_text import as_json, renamed, replace_in_json, written
from storage.tables import (
    ACTIVE_JOB,
    Bulk,
    Decision,
    Example,
    Insight,
    Job,
    PlanRow,
    PromptRow,
    Score,
    SlotScore,
    StudentAnswer,
    StudentRow,
    StudentTask,
    Target,
    TeacherRun,
)

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

_KEYS = {
    "intent": frozenset({"intent", "intents", "said_intent", "second", "runners_up", "taken_for"}),
    "slot": frozenset({"slot", "slots", "spans", "said_spans", "include", "combination"}),
}
"""Of JSON objects, those that say an intent, or a slot: alone, in lists, or as the keys of what they hold."""


def field_piece(kind: str, old: str, new: str) -> tuple[str, str]:
    """How a JSON object says an intent, or a slot that it asks for, and how it says the new name."""
    return f"{written(kind)}: {written(old)}", f"{written(kind)}: {written(new)}"


def span_piece(old: str, new: str) -> tuple[str, str]:
    """How a list of spans says a slot, and how it says the new name."""
    return f", {written(old)}]", f", {written(new)}]"


def rename_kept(project_id: int, kind: str, old: str, new: str, *, session: Session) -> None:
    """Rename an intent or a slot in all that is kept: decisions, orders, what students said and how they did.

    Prompts stay as they were sent, but for the labels of the examples that they showed: by these it is known what was
    made from what. Insights are renamed, and made anew with the next round.
    """
    field, span = field_piece(kind, old, new), span_piece(old, new)
    key = (f"{written(old)}: [", f"{written(new)}: [")  # of slots with their values
    state = field if kind == "intent" else span
    answers: dict[Any, Any] = {StudentAnswer.spans: span, StudentAnswer.said_spans: span}
    pieces: dict[Any, dict[Any, tuple[str, str]]] = {
        Decision: {Decision.before: state, Decision.after: state, Decision.proposed: state},
        Insight: {Insight.prediction: state},
        SlotScore: {SlotScore.spans: span} if kind == "slot" else {},
        StudentAnswer: answers if kind == "slot" else {},
        Job: {Job.request: field, Job.parts: field} | ({Job.proposed: key} if kind == "slot" else {}),
        PromptRow: {PromptRow.content: field},
        Bulk: {Bulk.wanted: field},
        TeacherRun: {TeacherRun.spec: field},
    }
    for table, changes in pieces.items():
        if changes:
            replace_in_json(table, changes, _of_project(table, project_id), session=session)
    _rename_columns(project_id, kind, old, new, session)
    _rename_objects(project_id, kind, old, new, session)
    _rename_sentences(project_id, old, new, session)


def _of_project(table: Any, project_id: int) -> Any:
    """Of rows of a table: they are of a project, by themselves or by what they are kept of."""
    for name, owner in (("example_id", Example), ("job_id", Job), ("student_id", StudentRow)):
        if name in table.__table__.columns and "project_id" not in table.__table__.columns:
            owners: Any = select(col(owner.id)).where(owner.project_id == project_id)
            return getattr(table, name).in_(owners)
    return table.project_id == project_id


def _rename_columns(project_id: int, kind: str, old: str, new: str, session: Session) -> None:
    """Columns that hold a name alone."""
    columns: dict[Any, tuple[str, ...]] = (
        {Target: ("slot",), SlotScore: ("slot", "given", "likeliest")}
        if kind == "slot"
        else {
            Score: ("intent", "likeliest"),
            SlotScore: ("intent",),
            StudentAnswer: ("intent", "said_intent", "second"),
        }
    )
    for table, names in columns.items():
        held = [getattr(table, name) for name in names]
        change = update(table).where(_of_project(table, project_id), or_(*(one == old for one in held)))
        change = change.values({one: case((one == old, new), else_=one) for one in held})
        session.exec(change.execution_options(synchronize_session=False))


def _rename_objects(project_id: int, kind: str, old: str, new: str, session: Session) -> None:
    """Plans, trainings and tests: few, and of many forms, which only those know who wrote them."""
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (PlanRow, ("spec",)),
        (StudentRow, ("settings", "progress", "result")),
        (StudentTask, ("spec", "progress", "result")),
    )
    for table, names in tables:
        for row in session.exec(select(table).where(table.project_id == project_id)):
            if getattr(row, "status", "") in ACTIVE_JOB:
                continue  # a sentence that somebody asks for just now
            for name in names:
                before = getattr(row, name)
                after = renamed(before, _KEYS[kind], old, new)
                if after != before:
                    setattr(row, name, after)
    session.flush()


def _rename_sentences(project_id: int, old: str, new: str, session: Session) -> None:
    """What insights say in words. A value in quotes that reads as the name does is none, nor is a whole string.

    The text of the column is changed as it lies: to read and write the objects takes ten times as long.
    """
    is_value = r"(?![\w/\\-])"  # a quote of the printers' kind is written as an escape
    name = re.escape(written(old)[1:-1])
    found = re.compile(rf'(?<![\w./-])(?!(?<="){name}"){name}{is_value}')
    doubts, why = cast(col(Insight.doubts), Text), cast(col(Insight.why), Text)
    query: Any = select(col(Insight.example_id), doubts, why).where(_of_project(Insight, project_id))
    query = query.where(or_(*(text.contains(written(old)[1:-1], autoescape=True) for text in (doubts, why))))
    said = written(new)[1:-1]
    rows = [
        {"id": id_, "new_doubts": found.sub(lambda _: said, one), "new_why": found.sub(lambda _: said, other)}
        for id_, one, other in session.exec(query)
    ]
    if not rows:
        return
    table: Any = Insight.__table__  # type: ignore[attr-defined]
    change = update(table).where(table.c.example_id == bindparam("id"))
    changed = {name: as_json(bindparam(f"new_{name}", type_=Text), session) for name in ("doubts", "why")}
    session.connection().execute(change.values({**changed, "at": _LONG_AGO}), rows)
