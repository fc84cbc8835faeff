"""Renaming a label of a project: in its database, and in the students that were trained for it."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from backend.domain.names import label_name
from backend.students.card import KIND, rename_in_card
from backend.students.prints import Print, print_of
from backend.teacher.adapter import tuned_card
from jobs.settings import Settings
from jobs.student_folders import folder_of
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.renaming import LabelKind, LabelUses, rename_label
from storage.student_answers import learnt_by, save_learnt
from storage.students import list_students
from storage.tables import StudentRow

MOST = 2**31 - 1
"""The largest number that both databases take for a limit."""


def rename(
    store: Store,
    project_id: int,
    kind: LabelKind,
    old: str,
    new: str,
    *,
    then: Callable[[Session], None] | None = None,
    settings: Settings | None = None,
) -> LabelUses:
    """Call an intent or a slot otherwise, wherever the project says its name.

    Students go on as they were, and say the new name; one whose folder is gone is passed over. Where it ends before
    they do, they say the old name until they are trained anew, and nothing is held against a candidate for that.

    Args:
        then: changes more of the label, by its new name, in the same transaction: all of it is stored or nothing.
        settings: of this process when None.

    Raises:
        InvalidValue, NotFound, Conflict: see `rename_label`, or what `then` raises; nothing is changed then.
        Unavailable: a full disk, of which some student may say the old name still.
    """
    new = label_name(new, kind=kind)
    with store.write() as session:
        uses = rename_label(project_id, kind, old, new, session=session)
        if then is not None:
            then(session)
    with store.read() as session:
        students = [one for one in list_students(project_id, limit=MOST, session=session) if one.status == "done"]
    for student in students:
        folder = folder_of(student, settings)
        if tuned_card(folder).get("kind") == KIND:
            rename_in_card(folder, kind, old, new)
    if kind == "slot" and students:
        _print_anew(store, project_id, new, students)
    return uses


def _print_anew(store: Store, project_id: int, slot: str, students: list[StudentRow]) -> None:
    """What students learnt from is known by digests, in which slots stand for their values."""
    with store.read() as session:
        held = find_examples(project_id, ExampleFilter(slot=slot), limit=MOST, session=session)
        prints = {one.id: print_of(one.utterance) for one in held}
        learnt = {one.id: learnt_by(one.id, session=session) for one in students}
    for student_id, examples in learnt.items():
        if examples:
            with store.write() as session:
                save_learnt(student_id, [_printed(one, prints) for one in examples], session=session)


def _printed(learnt: list[object], prints: dict[int, Print]) -> list[object]:
    """The digests of an example anew, if it is as it was when it was learnt from."""
    id_, text, _pattern = learnt
    now = prints.get(int(str(id_)))
    return [id_, text, now.pattern] if now is not None and now.text == text else learnt
