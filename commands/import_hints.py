"""What `import` tells of lines that may not be meant as they stand: marks of a list, quotes, another language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from backend.formats.list_marks import Kind, Marked, marked_lines, without_marks
from backend.formats.upload import plain_lines
from jobs.other_languages import OtherLanguage, told

PLAIN = "lines.txt"
"""As what lines are read that had their marks left out, packed as they may have been."""
_KINDS: tuple[Kind, ...] = ("list", "quotes")
_SAID: dict[Kind, str] = {"list": "begin with a bullet or a number", "quotes": "are in quotes"}


def marks_of(name: str, data: bytes, *, leave_out: bool) -> tuple[list[Marked], bytes | None]:
    """The marks on the lines of a file of plain text; with `leave_out` also the file without them.

    Raises:
        InvalidValue: a file that cannot be read at all.
    """
    lines = plain_lines(name, data)
    if lines is None:
        return [], None
    found, kept = [], lines
    for kind in _KINDS:  # in this order: a bullet stands before the quotes
        marked = marked_lines(kept, kind)
        if marked:
            found.append(marked)
            kept = without_marks(kept, marked) if leave_out else kept
    return found, "\n".join(kept).encode() if leave_out and found else None


def say_hints(marked: Sequence[Marked], others: tuple[OtherLanguage, ...], *, left_out: bool) -> None:
    """Notes for people, beside what the command says."""
    for one in marked:
        what = "left out of them" if left_out else "taken as text; --leave-out-marks leaves such out"
        typer.echo(f"Note: {len(one.numbers):,} lines {_SAID[one.kind]}: {what}.", err=True)
    if others:
        lines = ", ".join(str(one.number) for one in others[:8]) + (", …" if len(others) > 8 else "")
        typer.echo(f"Note: {told(others)}: line {lines}.", err=True)


def hints(marked: Sequence[Marked], others: tuple[OtherLanguage, ...]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "marked": [{"kind": one.kind, "lines": list(one.numbers)} for one in marked],
        "other_language": [{"line": one.number, "looks": one.looks, "content": one.text} for one in others],
    }
