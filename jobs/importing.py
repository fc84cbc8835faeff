"""Bringing utterances in: read without saving, to look at the errors; `jobs.saving` saves the good lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse_additions import additions
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import require_text
from backend.domain.schema import Schema
from backend.domain.shown import write_shown
from backend.formats.bracket_lines import read_lines
from backend.formats.reading import Line, LineError, Reading, refused
from backend.formats.upload import read_upload
from jobs.saving import extended
from storage.engine import Store
from storage.examples import normalised_texts
from storage.schemas import load_schema


def read_pasted(
    store: Store, project_id: int, text: str, *, intent: str | None, language: str, new_labels: bool = False
) -> Reading:
    """Read lines in bracket notation or, in a project of parses, of a text, => and its parse. Nothing is saved.

    Args:
        intent: of every line; None where each line begins with its own, before a tab.
        new_labels: take labels that the schema does not have (`saving.save_reading` can add them).
    """
    schema = _schema(store, project_id)

    def read(held: Schema | None) -> Reading:
        return read_lines(text, intent=intent, language=language, schema=held, parses=schema.parses is not None)

    return _against_project(store, project_id, schema, _held(schema, read, new_labels))


def read_uploaded(
    store: Store,
    project_id: int,
    file_name: str,
    data: bytes,
    *,
    intent: str | None,
    language: str,
    new_labels: bool = False,
) -> Reading:
    """Read an uploaded file by its ending. Nothing is saved.

    Raises:
        InvalidValue: a file that cannot be read at all; single bad lines become errors instead.
    """
    schema = _schema(store, project_id)

    def read(held: Schema | None) -> Reading:
        parses = schema.parses is not None
        return read_upload(file_name, data, intent=intent, language=language, schema=held, parses=parses)

    return _against_project(store, project_id, schema, _held(schema, read, new_labels))


def labels_to_add(store: Store, project_id: int, reading: Reading) -> tuple[str, ...]:
    """The labels of a reading that the project's schema lacks: "intent book", "slot city of book".

    In a project of parses, what its schema of parses lacks too (see `additions`).
    """
    with store.read() as session:
        schema = load_schema(project_id, session=session)
    wanted = extended(schema, reading)
    held = {intent.name: intent.slots for intent in schema.intents}
    missing = [f"intent {intent.name}" for intent in wanted.intents if intent.name not in held]
    for intent in wanted.intents:
        missing += [f"slot {slot} of {intent.name}" for slot in intent.slots if slot not in held.get(intent.name, ())]
    if schema.parses is not None and wanted.parses is not None:
        missing += additions(schema.parses, wanted.parses)
    return tuple(missing)


def _schema(store: Store, project_id: int) -> Schema:
    with store.read() as session:
        return load_schema(project_id, session=session)


def _held(schema: Schema, read: Callable[[Schema | None], Reading], new_labels: bool) -> Reading:
    """The reading against the schema or, with new labels, against the schema that the good lines would make of it."""
    if not new_labels:
        return read(schema)
    if schema.parses is None:
        return read(None)
    extended, problems = _extended_by_fitting(schema, schema.parses, read(None).lines)
    reading = read(extended)
    errors = (replace(one, problem=problems.get(one.number, one.problem)) for one in reading.errors)
    return Reading(reading.lines, tuple(errors))


def _extended_by_fitting(schema: Schema, parses: ParseSchema, lines: tuple[Line, ...]) -> tuple[Schema, dict[int, str]]:
    """The schema with what the lines add that fit it afterwards; what is wrong with the others, by line.

    A line that goes takes along what it alone would have added, so those that are left are looked at again.
    """
    problems: dict[int, str] = {}
    left = list(lines)
    while True:
        extended = parses.extended_by(*(one.utterance.parse for one in left if one.utterance.parse is not None))
        wrong = {one.number: said for one in left if (said := _misfit(one, extended)) is not None}
        if not wrong:
            return schema.extended_by(*(one.utterance for one in left)), problems
        problems |= wrong
        left = [one for one in left if one.number not in wrong]


def _misfit(line: Line, parses: ParseSchema) -> str | None:
    parse = line.utterance.parse
    try:
        if parse is not None:
            require_text(parse, line.utterance.text, parses)
            parses.require(parse)
    except InvalidValue as error:
        return str(error)
    return None


def _against_project(store: Store, project_id: int, schema: Schema, reading: Reading) -> Reading:
    languages = {line.utterance.language for line in reading.lines}
    with store.read() as session:
        there = {language: normalised_texts(project_id, language, session=session) for language in languages}
    fresh: list[Line] = []
    errors: list[LineError] = list(reading.errors)
    for line in reading.lines:
        if normalised(line.utterance.text) in there[line.utterance.language]:
            status = there[line.utterance.language][normalised(line.utterance.text)]
            problem = f"the project has this text already, {status}; the Dataset page finds and corrects it."
            errors.append(refused(line.number, problem, write_shown(line.utterance, schema.brackets)))
        else:
            fresh.append(line)
    return Reading(tuple(fresh), tuple(sorted(errors, key=lambda error: error.number)))
