"""What every command shares: its options, opening a project, and saying what came of it."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer

from backend.domain.errors import InvalidValue, TeachsetError
from jobs.opening import open_store
from jobs.settings import settings
from storage.engine import Store
from storage.projects import project_named
from storage.tables import Project

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object as the last line.")]
Name = Annotated[str, typer.Argument(help="The project's name.")]
MOST = 2**31 - 1
"""The largest number that both databases take for an id, a limit or an offset."""


def open_project(name: str) -> tuple[Store, Project]:
    """The store, and the project of that name.

    Raises:
        NotFound: there is none.
    """
    store = open_store(settings())
    with store.read() as session:
        return store, project_named(name, session=session)


def require_numbers(**numbers: int | None) -> None:
    """Check ids, limits and offsets, by their names; None is one that was not given.

    Raises:
        InvalidValue: one that is below 0, or that a database cannot hold.
    """
    for name, number in numbers.items():
        if number is not None and not 0 <= number <= MOST:
            raise InvalidValue(name, value=number, remedy=f"Give 0 to {MOST:,}.")


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
            told = {"error": str(error), "problem": error.problem, "value": _in_json(error.value)}
            typer.echo(json.dumps(told, default=str))
        else:
            typer.echo(f"Error: {error}", err=True)
        return 1
    return 0


def _in_json(value: object) -> object:
    """JSON has no word for what is no number, or has no end."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
