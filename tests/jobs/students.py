"""Looking at a student whose training is a job."""

from __future__ import annotations

from storage.engine import Store
from storage.students import student_by_uid
from storage.tables import StudentRow


def look(store: Store, uid: str) -> StudentRow:
    with store.read() as session:
        return student_by_uid(uid, session=session)
