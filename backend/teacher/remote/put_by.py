"""Requests that a server refuses while it answers others. Pure.

A filter of contents, or a prompt that is too long, concerns one request: the rest of a job is not to be lost with it.
What is refused again and again concerns the server or the settings, and ends the job.
"""

from __future__ import annotations

from collections.abc import Iterator

from backend.domain.errors import TeachsetError
from backend.teacher.protocol import Output
from backend.teacher.remote.body import Ask

MOST = 2
"""Orders that may be refused, however few requests were answered."""


class PutBy:
    """What was refused of a batch, and whether it is told of the requests or of the server.

    Args:
        answers: requests of the job that are known to have been answered before.
    """

    def __init__(self, answers: int) -> None:
        self._answers = answers
        self._refused: list[tuple[Ask, TeachsetError]] = []

    def answer(self) -> None:
        """Count a request that was answered."""
        self._answers += 1

    def refuse(self, ask: Ask, error: TeachsetError) -> None:
        """Put a refused request by.

        Raises:
            TeachsetError: that one, once of more orders are refused than were answered.
        """
        self._refused.append((ask, error))
        if len({refused.order_index for refused, _ in self._refused}) > max(MOST, self._answers):
            raise error

    def outputs(self) -> Iterator[Output]:
        """Once all else is answered: an output without a text for each that was refused.

        Raises:
            TeachsetError: the first refusal, where nothing was answered.
        """
        for ask, error in self._refused:
            if not self._answers:
                raise error
            for sample in ask.samples:
                yield Output(ask.order_index, sample, "", 0, refusal=error.problem)
