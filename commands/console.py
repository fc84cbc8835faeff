"""What every command shares: its options, opening a project, and saying what came of it."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

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
    """Run one command and return its exit code.

    An error of ours becomes one line, and 1. A command that is written wrong, with an option that there is not or a
    value that is no number, leaves with 2, as programs do; Ctrl-C with 130. With `--json` every refusal is an object
    on the standard output, so that a script need not read two kinds.
    """
    as_json = "--json" in arguments
    try:
        # Left to itself it writes what is wrong with the command line as a box for people.
        code = app(args=list(arguments), standalone_mode=not as_json)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except TeachsetError as error:
        if as_json:
            _refuse(str(error), error.problem, _in_json(error.value))
        else:
            typer.echo(f"Error: {error}", err=True)
        return 1
    except TyperException as error:
        _refuse_usage(error)
        return error.exit_code
    except typer.Abort:
        _refuse("Given up: the question was not answered with yes.", "given up")
        return 1
    return code if isinstance(code, int) else 0


def _refuse(error: str, problem: str, value: object = None, **more: str) -> None:
    typer.echo(json.dumps({"error": error, "problem": problem, "value": value, **more}, default=str))


def _refuse_usage(error: TyperException) -> None:
    """Say what is wrong with a command line, how it is written, and where more of that stands."""
    problem = " ".join(error.format_message().split()).rstrip(".")
    context: Any = getattr(error, "ctx", None)
    path, usage = (context.command_path, context.get_usage()) if context else ("cli.py", "")
    _refuse(f"{problem}. See {path} --help.", problem, usage=" ".join(usage.split()))


def _in_json(value: object) -> object:
    """JSON has no word for what is no number, or has no end."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
