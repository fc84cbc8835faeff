"""The teacher that a worker keeps open: the next job is likely to ask for the same, and two may not fit.

A small tuned one and its base do, and a plan of several methods asks for both by turns.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from backend.teacher.catalogue import base_of, open_teacher
from backend.teacher.files import Files, files_of
from backend.teacher.memory import release
from backend.teacher.no_teacher import NO_TEACHER, NoTeacher
from backend.teacher.packaged import packaged_teacher
from backend.teacher.protocol import Teacher
from jobs.settings import Settings

_Key = tuple[str, Path, str | None, str | None, Files]


@dataclass(frozen=True)
class Kept:
    """An open teacher, and how long it took to load."""

    teacher: Teacher
    load_seconds: float


_kept: dict[_Key, Kept] = {}
"""By name, folder of weights, device, dtype and the files it was made of.

At most one, or a tuned one and its base where that is packaged.
"""


def is_kept(name: str, settings: Settings) -> bool:
    """Whether `keep_teacher` would have nothing to load."""
    return name == NO_TEACHER or _key(name, settings) in _kept


def keep_teacher(name: str, settings: Settings) -> Kept:
    """Open a teacher, or take the one that is open already.

    Raises:
        Unavailable: it cannot be loaded.
    """
    if name == NO_TEACHER:
        return Kept(NoTeacher(), 0.0)  # the open one stays: the next job is likely to want it again
    key = _key(name, settings)
    if key not in _kept:
        _make_room(name)
        begun = time.monotonic()
        teacher = open_teacher(name, cache=key[1], device=key[2], dtype=key[3], remote=settings.remote)
        _kept[key] = Kept(teacher, time.monotonic() - begun)
    return _kept[key]


def _make_room(name: str) -> None:
    """Close what is not to be open beside a teacher of that name."""
    base = base_of(name)
    beside = [key for key in _kept if packaged_teacher(base) and base in (key[0], name) and base_of(key[0]) == base]
    for key in set(_kept) - set(beside[:1]):
        del _kept[key]
    release()


def drop_teacher() -> None:
    """Close what is open, and give back its memory."""
    if _kept:
        _kept.clear()
        release()


def _key(name: str, settings: Settings) -> _Key:
    return (name, settings.weights_dir, settings.device or None, settings.dtype or None, files_of(name))
