"""The command line as tests run it."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from cli import app
from commands.console import answer, run_and_exit
from jobs.settings import settings
from tests.forking import Forked

WORKING = (("generate",), ("plan",), ("teacher", "try"))
"""Commands that may become the worker, which leaves threads and a running queue behind."""
ASKING = {"--dry-run", "--estimate"}
"""With these they order nothing."""


def run(*arguments: str, code: int = 0) -> dict[str, Any]:
    """The JSON object on the last line of a command; one that is to be refused begins no work."""
    given = [*arguments, "--json"]
    works = any(arguments[: len(words)] == words for words in WORKING) and not ASKING.intersection(arguments)
    got, said, wrong = _in_a_process(given) if works and not code else _here(given)
    assert got == code, said + wrong
    return json.loads(said.splitlines()[-1])


def _in_a_process(arguments: list[str]) -> tuple[int, str, str]:
    said, code = Forked(_main, *arguments, heard=True).communicate()
    assert code is not None
    return code, said, ""


def _main() -> None:
    """As `python cli.py`; what went wrong goes where pytest shows it."""
    run_and_exit(app)


def _here(arguments: list[str]) -> tuple[int, str, str]:
    """Without the second that a process takes to begin."""
    settings.cache_clear()  # a process would read the environment anew
    said, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        code = answer(app, arguments)
    settings.cache_clear()
    return code, said.getvalue(), wrong.getvalue()
