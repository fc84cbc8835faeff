"""Agreeing, on the command line, to the terms that a teacher's weights come under."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from jobs.settings import settings
from jobs.terms import agree, terms_to_agree

Agree = Annotated[bool, typer.Option("--agree", help="Agree to the terms that the teacher's weights come under.")]


def ask_to_agree(teacher: str, *, given: bool) -> None:
    """Show terms that are still to be agreed to, and ask, unless the agreement is `given`; remember a yes.

    Where nobody can be asked nothing is agreed to: whatever uses the teacher next refuses, and says how to agree.
    """
    terms = terms_to_agree(teacher, settings())
    if terms is None:
        return
    typer.echo(f"{teacher} comes under the {terms}. Read them before you use it.", err=True)
    if given or (sys.stdin.isatty() and typer.confirm("Do you agree to them?", err=True)):
        agree(terms, settings())
