"""Deleting a project, with the students that lie in folders."""

from __future__ import annotations

from jobs.settings import Settings
from jobs.student_folders import folder_of, remove_own
from storage.engine import Store
from storage.projects import delete_project
from storage.students import students_with_folder


def remove_project(store: Store, project_id: int, settings: Settings) -> None:
    """Delete a project and all that is in it.

    Raises:
        NotFound: it is gone. Conflict: one of its jobs is active.
    """
    with store.write() as session:
        folders = [folder_of(row, settings) for row in students_with_folder(project_id, session=session)]
        delete_project(project_id, session=session)
    remove_own(folders, settings)
