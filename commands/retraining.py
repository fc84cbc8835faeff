"""Training a project's student again by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.console import AsJson, Name, open_project, say
from storage.retraining import set_retrain_after


def retrain(
    name: Name,
    after: Annotated[int, typer.Option(help="After how many decisions; 0 for never.")],
    as_json: AsJson = False,
) -> None:
    """Choose after how many decisions the worker trains a project's student again by itself."""
    store, project = open_project(name)
    with store.write() as session:
        set_retrain_after(project.id, after, session=session)
    told = f"after every {after:,} decisions" if after else "only when somebody says so"
    said = {"project": project.name, "retrain_after": after}
    say(as_json, said, f"The student of {project.name} is trained {told}.")
