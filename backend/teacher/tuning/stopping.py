"""Stopping a run before its first step, while what it begins with is loaded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from threading import Thread
from typing import TypeVar

LOOK_SECONDS = 0.2
"""How often a run that loads is asked whether it should stop."""

_Made = TypeVar("_Made")


class Stopped(Exception):
    """The run should stop, and has taken no step yet."""


def unless_stopped(load: Callable[[], _Made], should_stop: Callable[[], bool]) -> _Made:
    """What `load` returns; it raises what `load` raises.

    Nothing interrupts what fetches or reads weights. So it runs in a thread of its own, which a run that should stop
    leaves behind: it comes to its end, and what it made is let go. It holds `loading_weights` until then, so that
    nothing else is loaded beside it.

    Raises:
        Stopped: within a second of `should_stop()` turning true.
    """
    made: Future[_Made] = Future()

    def run() -> None:
        try:
            result = load()
        except BaseException as error:
            made.set_exception(error)
        else:
            made.set_result(result)

    Thread(target=run, name="loading", daemon=True).start()
    while True:
        try:
            return made.result(LOOK_SECONDS)
        except NotYet:
            if made.done():
                raise  # the load's own
            go_on_unless(should_stop)


def go_on_unless(should_stop: Callable[[], bool]) -> None:
    """Look whether the run should stop.

    Raises:
        Stopped: it should.
    """
    if should_stop():
        raise Stopped
