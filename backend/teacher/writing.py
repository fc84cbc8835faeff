"""A batch on a model: on the engine where the model fits it, else by transformers alone; as a stream of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

from backend.teacher.engine.engine import Engine
from backend.teacher.engine.probe import fitted
from backend.teacher.generation import generate
from backend.teacher.work import Ending, Row, Work


class Writer:
    """A loaded model, ready to write batches."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._forward = fitted(model)

    @property
    def tells_likelihood(self) -> bool:
        """Whether the rows of a batch say how likely they are; not where the batch does not fit the engine, though."""
        return self._forward is not None

    def write(self, work: Work, finished: Callable[[Row], None], should_stop: Callable[[], bool]) -> None:
        """Hand over every row as soon as it is finished; return when all are, or soon after a stop.

        The same work gives the same rows.
        """
        import torch

        if self._forward is None or not self._fits(work, self._forward.limit):
            generate(self._model, self._tokenizer, work, finished, should_stop)
            return
        ending = Ending(lambda token: self._tokenizer.decode([token]), frozenset(work.ends))
        with torch.inference_mode():
            Engine(self._forward, work, ending).write(finished, should_stop)

    def _fits(self, work: Work, limit: int | None) -> bool:
        """Whether no prompt is empty, and no row gets longer than the engine computes."""
        longest = max(len(prompt) for prompt in work.prompts) + max(work.limits)
        return all(work.prompts) and (limit is None or longest <= limit)


def stream(writer: Writer, work: Work, should_stop: Callable[[], bool]) -> Iterator[Row]:
    """The rows of a batch, each as soon as it is finished.

    The model runs in a thread of its own, so that it goes on while a row is being stored. Ends early,
    without the unfinished rows, soon after `should_stop()` is true or the iterator is closed.
    """
    done: SimpleQueue[Row | BaseException | None] = SimpleQueue()
    closed = Event()

    def run() -> None:
        try:
            writer.write(work, done.put, lambda: closed.is_set() or should_stop())
        except BaseException as error:  # handed to the thread that asked, whatever it is
            done.put(error)
        else:
            done.put(None)

    thread = Thread(target=run, name="teacher", daemon=True)
    thread.start()
    try:
        while (item := done.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        closed.set()
        thread.join()
