"""What every command shares: its options, opening a project, and saying what came of it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer

from backend.domain.errors import TeachsetError
from jobs.opening import open_store
from jobs.settings import settings
from storage.engine import Store
from storage.projects import project_named
from storage.tables import Project

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object as the last line.")]
Name = Annotated[str, typer.Argument(help="The project's name.")]


def open_project(name: str) -> tuple[Store, Project]:
    """The store, and the project of that name.

    Raises:
        NotFound: there is none.
    """
    store = open_store(settings())
    with store.read() as session:
        return store, project_named(name, session=session)


def say(as_json: bool, result: dict[str, Any], text: str) -> None:
    """Print what came of a command: one JSON object, or a text for people."""
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else text)


def run_and_exit(app: Callable[[], None]) -> NoReturn:
    """Run the command line; an error of ours becomes one line, and exit code 1.

    The process leaves at once: where it was the worker, it may have begun what others ordered, and that
    goes on in the next worker as if this one had been killed.
    """
    code: object = 0
    try:
        app()
    except SystemExit as leaving:
        code = leaving.code
    except TeachsetError as error:
        if "--json" in sys.argv:
            typer.echo(json.dumps({"error": str(error), "problem": error.problem, "value": error.value}, default=str))
        else:
            typer.echo(f"Error: {error}", err=True)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
