"""Measuring a student on an uploaded file: what is read of it, what a page may order, and what came of it."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.utterance import Utterance
from backend.formats.reading import LineError, unreadable
from backend.formats.upload import read_upload
from backend.students.card import read_card
from backend.students.metrics import Figures, Shares
from backend.students.prints import Learnt, Print, print_of
from backend.students.split import Overlap
from jobs.begun import note_begun
from jobs.laid_down import write_utterances
from jobs.settings import Settings
from jobs.student_folders import folder_of
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.student_answers import learnt_by
from storage.student_tasks import create_task
from storage.students import student_by_uid
from storage.tables import TEST, StudentRow, StudentTask

MOST = 5000
"""Utterances of a test file: each answer is kept."""


@dataclass(frozen=True)
class Uploaded:
    """What an uploaded file holds; `refused` are the lines that could not be read."""

    name: str
    utterances: tuple[Utterance, ...]
    refused: tuple[LineError, ...]
    sha256: str


@dataclass(frozen=True)
class OrderedTest:
    """What a test is about; overlaps are counts, None where it is not known what the student learnt from."""

    name: str
    utterances: int
    refused: int
    sha256: str
    exact: int | None
    delexicalised: int | None


@dataclass(frozen=True)
class MeasuredTest:
    """What came of a test: the figures of all of it, and of what is not like anything the student learnt from."""

    figures: Figures
    unseen: Shares | None


_SPEC, _RESULT = TypeAdapter(OrderedTest), TypeAdapter(MeasuredTest)


def read_test(name: str, data: bytes, *, language: str) -> Uploaded:
    """Read an uploaded file in any format of the imports; each line names its intent.

    Args:
        language: of the lines that name none.

    Raises:
        InvalidValue: a file that cannot be read, holds no utterance, or more than MOST.
    """
    reading = read_upload(name, data, intent=None, language=language, schema=None)
    utterances = tuple(line.utterance for line in reading.lines)
    if not utterances:
        raise unreadable(name, reading.errors)
    if len(utterances) > MOST:
        raise InvalidValue(f"test file of {len(utterances):,} utterances, at most {MOST:,}", value=name)
    return Uploaded(name, utterances, reading.errors, hashlib.sha256(data).hexdigest())


def learnt_overlap(store: Store, student: StudentRow, utterances: tuple[Utterance, ...]) -> Overlap | None:
    """Which test utterances a student learnt from; None where that is not known."""
    with store.read() as session:
        examples = learnt_by(student.id, session=session)
    if not examples:
        return None
    return Learnt.of(Print(text, pattern) for _id, text, pattern in examples).overlap(utterances)


def accepted_overlap(store: Store, project_id: int, utterances: tuple[Utterance, ...]) -> Overlap:
    """Which test utterances are among the accepted examples, of which a student that is trained now learns."""
    with store.read() as session:
        rows = stream_decided(project_id, ExampleFilter(status="accepted"), session=session)
        return Learnt.of(print_of(row.utterance) for row, _ in rows).overlap(utterances)


def unknown_labels(student: StudentRow, utterances: tuple[Utterance, ...]) -> tuple[str, ...]:
    """The intents and slots of a test file that a student cannot say; empty where its card cannot be read."""
    try:
        labels = read_card(folder_of(student))["labels"]
        known = {*(f"intent {name}" for name in labels["intents"]), *(f"slot {name}" for name in labels["slots"])}
    except (TeachsetError, KeyError, TypeError):
        return ()
    held = {f"intent {one.intent}" for one in utterances}
    held |= {f"slot {span.slot}" for one in utterances for span in one.spans}
    return tuple(sorted(held - known))


def order_test(store: Store, student_uid: str, file: Uploaded, settings: Settings) -> tuple[StudentTask, bool]:
    """Lay a test file down and queue its measuring, or return the test that is active: (task, whether it is new).

    Raises:
        NotFound: the student is gone. Unavailable: a full disk.
    """
    with store.read() as session:
        student = student_by_uid(student_uid, session=session)
    shared = learnt_overlap(store, student, file.utterances)
    spec = OrderedTest(
        file.name,
        len(file.utterances),
        len(file.refused),
        file.sha256,
        len(shared.exact) if shared else None,
        len(shared.delexicalised) if shared else None,
    )
    uid = str(uuid.uuid4())
    laid_down = laid_down_test(uid, settings)
    note_begun(laid_down, store, settings)
    write_utterances(laid_down, file.utterances)
    columns: dict[str, Any] = _SPEC.dump_python(spec, mode="json")
    with store.write() as session:
        return create_task(student.project_id, TEST, columns, student_id=student.id, uid=uid, session=session)


def laid_down_test(uid: str, settings: Settings) -> Path:
    """Where the utterances of a test lie until it has ended."""
    return settings.tests_dir / f"{uid}.jsonl"


def ordered_test(task: StudentTask) -> OrderedTest:
    """What a test is about."""
    return _SPEC.validate_python(task.spec)


def measured_test(task: StudentTask) -> MeasuredTest | None:
    """What came of a test; None for one that was not seen through, or whose result another version wrote."""
    try:
        return _RESULT.validate_python(task.result) if task.result else None
    except ValidationError:
        return None


def result_columns(result: MeasuredTest) -> dict[str, Any]:
    """A result as it is stored."""
    columns: dict[str, Any] = _RESULT.dump_python(result, mode="json")
    return columns
