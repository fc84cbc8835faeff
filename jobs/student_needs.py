"""What to generate next for a project's student."""

from __future__ import annotations

from backend.students.needs import UNSURE, Label, needs, standings
from backend.students.needs import Need as Need
from jobs.student_answers import gold_of, said_of
from storage.engine import Store
from storage.label_counts import accepted_labels, unsure_candidates
from storage.student_answers import answers_of
from storage.tables import StudentRow


def student_needs(store: Store, student: StudentRow) -> list[Need]:
    """The labels that more utterances would help most, the first of them first."""
    with store.read() as session:
        accepted = accepted_labels(student.project_id, session=session)
        waiting = unsure_candidates(student.project_id, student.uid, UNSURE, session=session)
        rows = answers_of(student.id, None, session=session)
    found = standings(
        {Label(*key): count for key, count in accepted.items()},
        [gold_of(row) for row in rows],
        [said_of(row) for row in rows],
        {Label(*key): counts for key, counts in waiting.items()},
    )
    known = {Label(*key) for key in accepted}
    # A label that went from the schema since cannot be generated.
    return [one for one in needs(found) if one.label in known]
