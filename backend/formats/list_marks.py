"""What pasted lines carry that no utterance is made of: the bullets and numbers of a list, and quotes around each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["list", "quotes"]

LEAST = 2
"""Lines that begin alike make a list; of one nobody knows."""

_LIST = re.compile(r"\s*(?:(?P<bullet>[•‣◦▪▫●○·∙*–—-])|\d{1,4}(?P<number>[.)]))\s+(?=\S)")
_PAIRS = ('""', "''", "“”", "„“", "„”", "‘’", "«»", "»«", "「」")
_QUOTED = [
    re.compile(rf"{opening}(?P<inside>[^{opening}{closing}]+){closing},?") for opening, closing in map(tuple, _PAIRS)
]
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


@dataclass(frozen=True)
class Marked:
    """The lines, from 1, that carry marks of one kind; `all_of_them` where no other line holds anything."""

    kind: Kind
    numbers: tuple[int, ...]
    all_of_them: bool


def marked_lines(lines: Sequence[str], kind: Kind) -> Marked | None:
    """The lines that carry marks of that kind; None where fewer than two do.

    Of bullets and numbers those count that two lines or more begin with: "• ", "- ", "1. " or "2) ", each for itself.
    A line that begins with a number alone, "2 tickets please", begins with none of them. Blank lines and comments are
    no lines.
    """
    said = {number: line for number, line in enumerate(lines, start=1) if line.strip() and line.lstrip()[0] != "#"}
    shapes = {number: shape for number, line in said.items() if (shape := _shape(line, kind))}
    often = {shape for shape, times in Counter(shapes.values()).items() if times >= LEAST}
    numbers = tuple(number for number, shape in shapes.items() if shape in often)
    return Marked(kind, numbers, len(numbers) == len(said)) if numbers else None


def without_marks(lines: Sequence[str], marked: Marked) -> list[str]:
    """The lines, as many as before, without the marks that were found on them."""
    at = frozenset(marked.numbers)
    return [_without(line, marked.kind) if number in at else line for number, line in enumerate(lines, start=1)]


def _shape(line: str, kind: Kind) -> str:
    """What a line is marked with, empty where it is not; lines of one list are marked alike."""
    if kind == "quotes":
        return "quotes" if _inside(line) is not None else ""
    found = _LIST.match(line)
    return (found["bullet"] or f"1{found['number']}") if found else ""


def _without(line: str, kind: Kind) -> str:
    if kind == "list":
        return _LIST.sub("", line, count=1)
    intent, tab, _said = line.rpartition("\t")
    return f"{intent}{tab}{_inside(line)}"


def _inside(line: str) -> str | None:
    """What is between the quotes around a line or, where it begins with its intent and a tab, around what follows.

    None where there are none, or more than two: `"a" or "b"` is not wrapped in them. An apostrophe is no quote.
    """
    said = line.rpartition("\t")[2].strip()
    plain = _APOSTROPHE.sub("_", said)  # as long as before
    for quoted in _QUOTED:
        found = quoted.fullmatch(plain)
        if found and found["inside"].strip():
            return said[found.start("inside") : found.end("inside")].strip()
    return None
