"""What was ordered of teachers, one tuned before, and presses."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from backend.teacher.adapter import CARD
from jobs.settings import Settings
from storage.engine import Store
from storage.projects import project_named
from storage.tables import Project, TeacherRun
from storage.teacher_runs import list_runs


def runs(store: Store, project: Project, kind: str) -> list[TeacherRun]:
    with store.read() as session:
        return list_runs(project.id, kind, session=session)


def teacher_of(store: Store) -> str:
    with store.read() as session:
        return project_named("Travel", session=session).teacher


def tuned_folder(name: str, **card: object) -> Path:
    """A teacher as a tuning leaves it: whole, so that no base is needed."""
    folder = Settings().tuned_dir / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    said = {"base": "smollm2-135m-instruct", "method": "linguist", "style": "tuned", "date": "2026-01-02", **card}
    (folder / CARD).write_text(json.dumps(said))
    return folder


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app
