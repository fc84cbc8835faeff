"""Asynchronous work as an iterator that can be stopped at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

LOOK_SECONDS = 0.1
"""How often `should_stop` is asked while nothing arrives."""

_LEAVE_SECONDS = 1.0

T = TypeVar("T")


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def stream(work: Callable[[Callable[[T], None]], Awaitable[None]], should_stop: Callable[[], bool]) -> Iterator[T]:
    """Run `work(arrived)` beside the caller; yield what it hands to `arrived`.

    Once `should_stop()` is true, or the iterator is closed, the work is cancelled and abandoned; what
    had arrived by then is still yielded in the first case.

    Raises:
        What the work raised.
    """
    arrived: SimpleQueue[T | _End] = SimpleQueue()
    begun = Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []

    async def main() -> None:
        task = asyncio.current_task()
        assert task is not None  # asyncio.run runs a task
        running.append((asyncio.get_running_loop(), task))
        begun.set()
        await work(arrived.put)

    def run() -> None:
        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            arrived.put(_End(None))
        except BaseException as error:  # handed to the thread that asked, whatever it is
            arrived.put(_End(error))
        else:
            arrived.put(_End(None))
        finally:
            begun.set()

    thread = Thread(target=run, name="remote-teacher", daemon=True)
    thread.start()
    try:
        while not should_stop():
            try:
                item = arrived.get(timeout=LOOK_SECONDS)
            except Empty:
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
        while not arrived.empty():
            item = arrived.get()
            if not isinstance(item, _End):
                yield item
    finally:
        begun.wait()
        for loop, task in running:
            if not loop.is_closed():
                _cancel(loop, task)
        # Looking up a host cannot be cancelled: such a thread is left to end by itself.
        thread.join(_LEAVE_SECONDS)


def _cancel(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    try:
        loop.call_soon_threadsafe(task.cancel)
    except RuntimeError:
        return  # it was closed in between: the work has ended
