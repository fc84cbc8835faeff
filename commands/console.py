"""What every command shares: its options, opening a project, and saying what came of it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
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


def run_and_exit(app: typer.Typer) -> NoReturn:
    """Run the command line, and leave with its exit code.

    The process leaves at once: where it was the worker, it may have begun what others ordered, and that
    goes on in the next worker as if this one had been killed.
    """
    code = answer(app, sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def answer(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; an error of ours becomes one line, and 1."""
    try:
        app(args=list(arguments))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except TeachsetError as error:
        if "--json" in arguments:
            typer.echo(json.dumps({"error": str(error), "problem": error.problem, "value": error.value}, default=str))
        else:
            typer.echo(f"Error: {error}", err=True)
        return 1
    return 0
