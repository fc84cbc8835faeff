"""Which teacher writes for which method, by the command line; and which cells that makes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import TeachsetError, Unavailable
from backend.methods import method
from backend.teacher.adapter import card_of
from backend.teacher.catalogue import check_name, style_of, terms_of, writer_of
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import DEFAULT_TEACHER
from bench.methods.sets import SETS
from bench.students.clean import require_new


@dataclass(frozen=True)
class Choice:
    """A teacher, and what it writes for: methods, each with or without a data set before it; () for all."""

    name: str
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Cell:
    """One method with one teacher on one data set, in one language, with one seed."""

    teacher: str
    set: str
    method: str
    language: str
    seed: int

    @property
    def name(self) -> str:
        """The cell as people read it."""
        with_teacher = "" if self.teacher == NO_TEACHER else f" ({self.shown_teacher})"
        return f"{self.set} {self.method} {self.language}, seed {self.seed}{with_teacher}"

    @property
    def shown_teacher(self) -> str:
        """The teacher; a folder without what is above it, which is one machine's alone."""
        return Path(self.teacher).name if Path(self.teacher).is_dir() else self.teacher

    @property
    def style(self) -> str:
        """The prompt style that the product would choose; a method without a teacher has one alone."""
        return style_of(self.teacher, self.method) if method(self.method).needs_teacher else "instruct"

    def is_new(self, intent: str) -> bool:
        """Whether the teacher was not tuned on an intent of that name."""
        if not method(self.method).needs_teacher:
            return True
        try:
            require_new(intent, self.teacher, card_of(self.teacher))
        except TeachsetError:
            return False
        return True


def choice(given: str) -> Choice:
    """Read NAME or NAME:METHODS; a colon before anything that is no method belongs to the name.

    >>> choice("var/tuned/mine:linguist,mtop/clasp-ts").methods
    ('linguist', 'mtop/clasp-ts')
    >>> choice("openai:some@http://127.0.0.1:8000/v1").methods
    ()

    Raises:
        ArgumentTypeError: no name.
    """
    name, _, tail = given.rpartition(":")
    parts = tuple(tail.split(","))
    known = {one for held in SETS.values() for named in held.methods for one in (named, f"{held.name}/{named}")}
    if name and set(parts) <= known:
        return Choice(name, parts)
    if not given.strip():
        raise argparse.ArgumentTypeError("a teacher without a name")
    return Choice(given)


def teachers_of(set_name: str, method_name: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    """The teachers of a method on a data set: those that name both, else the method, else nothing, else the default.

    Each as the one that writes in the product when it is asked for that method: itself, its companion or its base.
    """
    if not method(method_name).needs_teacher:
        return (NO_TEACHER,)
    for wanted in (f"{set_name}/{method_name}", method_name):
        found = [one.name for one in choices if wanted in one.methods]
        if found:
            return _writers(found, method_name)
    return _writers([one.name for one in choices if not one.methods] or [DEFAULT_TEACHER], method_name)


def _writers(names: Iterable[str], method_name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(writer_of(name, method_name, style_of(name, method_name)) for name in names))


def cells(told: argparse.Namespace) -> tuple[Cell, ...]:
    """All cells of a run, those of one teacher after the other."""
    return tuple(
        sorted(
            Cell(teacher, one.name, name, language, seed)
            for one in (SETS[name] for name in told.sets)
            for name in one.methods
            if not told.methods or name in told.methods
            for language in one.languages
            if not told.languages or language in told.languages
            for teacher in teachers_of(one.name, name, told.teachers)
            for seed in told.seeds
        )
    )


def lacking(names: Iterable[str], *, agreed: bool) -> dict[str, str]:
    """Teacher → why it cannot write: not there, or under terms that nobody has agreed to; nothing is loaded.

    Args:
        agreed: whether whoever runs the bench has read and agreed to the terms of all teachers that have some.
    """
    found = {}
    for name in dict.fromkeys(names):
        try:
            check_name(name)
            terms = terms_of(name)
            if terms and not agreed:
                remedy = "Read them; if you agree, say so with --agree."
                raise Unavailable(
                    f"teacher under terms that are to be agreed to first, {terms}", value=name, remedy=remedy
                )
        except TeachsetError as error:
            found[name] = str(error)
    return found
