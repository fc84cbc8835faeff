"""The schema of parses of a project: read, added to, and changed as long as what is there still fits it."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, delete, select

from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.parse_shape import require_text
from storage.engine import one_at_a_time
from storage.refusing import refuse_active_job
from storage.tables import Example, ParseSchemaRow, Target

_SCHEMA = TypeAdapter(ParseSchema)


def load_parses(project_id: int, *, catalogues: bool = True, session: Session) -> ParseSchema | None:
    """What the parses of a project may be; None in a project of slots.

    Args:
        catalogues: whether the values that its labels are known to take are wanted, which may be many.
    """
    row = session.get(ParseSchemaRow, project_id)
    if row is None:
        return None
    if catalogues:
        return _SCHEMA.validate_python(row.content)
    labels = [{**label, "catalogue": ()} for label in row.content["labels"]]
    return _SCHEMA.validate_python({**row.content, "labels": labels})


def store_parses(project_id: int, parses: ParseSchema, *, session: Session) -> None:
    """Store the schema of parses of a project as it is; whoever calls has seen that it fits."""
    one_at_a_time(session, project_id)
    row = session.get(ParseSchemaRow, project_id) or ParseSchemaRow(project_id=project_id, content={})
    row.content = _SCHEMA.dump_python(parses, mode="json")
    session.add(row)
    session.flush()


def replace_parses(project_id: int, parses: ParseSchema, *, session: Session) -> None:
    """Change the schema of parses: labels, what nests in what, catalogues, how deep and how they are written.

    Targets of labels that are gone go with them; a label that is called otherwise is another one, without any.

    Raises:
        Conflict: a project of slots, or one whose parses are of another form; an example that is accepted or pending
            would no longer fit; or a job is writing.
    """
    one_at_a_time(session, project_id)
    held = load_parses(project_id, session=session)
    if held is None:
        raise Conflict("a project of slots has no schema of parses", remedy="Make a project of parses.")
    if held.form != parses.form:
        raise Conflict("parses of form", value=held.form, remedy="A project keeps its form; make another one.")
    refuse_active_job(project_id, session=session)
    query = select(Example).where(Example.project_id == project_id, col(Example.status) != "rejected")
    for example in session.exec(query.execution_options(yield_per=500)):
        _require_fits(example, parses)
    kept = ["", *(label.name for label in parses.labels)]
    session.exec(delete(Target).where(col(Target.project_id) == project_id, col(Target.slot).not_in(kept)))
    store_parses(project_id, parses, session=session)


def _require_fits(example: Example, parses: ParseSchema) -> None:
    utterance = example.utterance
    if utterance.parse is None:
        return
    try:
        parses.require(utterance.parse)
        require_text(utterance.parse, utterance.text, parses)
    except InvalidValue as error:
        raise Conflict(
            f"example {example.id}, which is {example.status}, would no longer fit: {error.problem}",
            value=error.value,
            where=error.where,
            remedy="Nothing was changed. Reject it first, or leave the schema so that it fits.",
        ) from error


def parses_from_json(content: str) -> ParseSchema:
    """Read a schema of parses as a person edited it (`parses_as_json`).

    Raises:
        InvalidValue: not JSON, an unknown field, one missing or of the wrong kind, or what the domain refuses.
    """
    try:
        parses = _SCHEMA.validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidValue(f"schema of parses that cannot be read ({first['msg']})", where=where or None) from error
    _refuse_unknown_fields(json.loads(content))
    return parses


def _refuse_unknown_fields(read: dict[str, Any]) -> None:
    """A field that is not known would be passed over, and what it says would be lost without a word."""
    places = [
        ("", read, ParseSchema),
        *((f"labels.{at}", one, ParseLabel) for at, one in enumerate(read.get("labels", ()))),
    ]
    for where, given, kind in places:
        known = [field.name for field in fields(kind)]
        unknown = next((name for name in given if name not in known), None)
        if unknown is not None:
            remedy = f"Use one of: {', '.join(known)}."
            raise InvalidValue("unknown field", value=unknown, where=where or None, remedy=remedy)


def parses_as_json(parses: ParseSchema) -> dict[str, Any]:
    """The schema as a JSON object, for people to edit."""
    return dict(_SCHEMA.dump_python(parses, mode="json"))
