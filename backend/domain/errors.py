"""The one error family: every error names the bad value, where it is and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class TeachsetError(Exception):
    """Something a person can act on.

    Args:
        problem: what is wrong, a clause without a full stop.
        value: the value that is wrong, shown in quotes; left out when there is none.
        where: file, line, field or object in which it was found ("seeds.csv, line 3").
        remedy: what to do now, a full sentence.

    >>> print(TeachsetError("unknown slot", value="town", where="line 2", remedy="Add it first."))
    line 2: unknown slot 'town'. Add it first.
    """

    def __init__(
        self, problem: str, *, value: object = None, where: str | None = None, remedy: str | None = None
    ) -> None:
        self.problem = problem
        self.value = value
        self.where = where
        self.remedy = remedy
        super().__init__(problem)

    def at(self, where: str) -> TeachsetError:
        """The same error with its place put in front ("line 3"); keeps the class."""
        place = f"{where}, {self.where}" if self.where else where
        return type(self)(self.problem, value=self.value, where=place, remedy=self.remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        shown = f" {_shorten(self.value)}" if self.value is not None else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.problem}{shown}.{advice}"


class InvalidValue(TeachsetError):
    """A value that the domain refuses: a bad span, name, notation, file line."""


class NotFound(TeachsetError):
    """A project, intent, slot, example or job that does not exist (any more)."""


class Conflict(TeachsetError):
    """Somebody else was first: a stale version, a name taken, a running job in the way."""


class Unavailable(TeachsetError):
    """Something outside refuses to work: a teacher, the disk, the database."""


def passes(require: Callable[P, object], *given: P.args, **named: P.kwargs) -> bool:
    """Whether what refuses with InvalidValue lets this pass."""
    try:
        require(*given, **named)
    except InvalidValue:
        return False
    return True


def _shorten(value: object, limit: int = 120) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"
