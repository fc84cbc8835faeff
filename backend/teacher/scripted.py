"""A teacher that reads its replies from a list: no model, the same protocol.

For trying out the whole way from request to export without weights, and for tests that need to know
what the teacher will say and when.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.notation import escape
from backend.domain.prompt import Prompt
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard

OBEDIENT = "please take {asked} for {unique}"
_LOOK_EVERY = 0.02
"""Seconds between two looks at `should_stop` while waiting."""


@dataclass(frozen=True)
class Pause:
    """After `after` replies a teacher writes none until there is a file at `until`: a middle that waits to be seen."""

    after: int
    until: Path


class ScriptedTeacher:
    """Replies drawn from a list by (seed, order, sample), so the same call gives the same outputs.

    In a reply, `{asked}` becomes one bracket for every asked slot, in the prompt's own numbering, with
    the asked value or one made up for `*`; `{unique}` becomes a word that no other output holds.

    Args:
        replies: at least one, unless `obedient`.
        obedient: answer every order with a well-formed, unique utterance that holds what was asked.
        seconds_per_output: how long each reply takes.
        pause: where it waits, counted over all that this object writes.

    Attributes:
        history: every call of `sample`, as (orders, sampling, seed).
        replied: how many replies it has written.

    Raises:
        InvalidValue: nothing to reply, or a negative time.
    """

    def __init__(
        self,
        replies: Sequence[str] = (),
        *,
        obedient: bool = False,
        seconds_per_output: float = 0.0,
        pause: Pause | None = None,
        name: str = "scripted",
    ) -> None:
        if not replies and not obedient:
            raise InvalidValue("scripted teacher without replies", remedy='Give "replies", or "obedient": true.')
        if seconds_per_output < 0:
            raise InvalidValue("seconds per output", value=seconds_per_output, remedy="Use 0 or more.")
        self.replies = tuple(replies) or (OBEDIENT,)
        self.seconds_per_output = seconds_per_output
        self.pause = pause
        self.replied = 0
        self.history: list[tuple[tuple[Order, ...], Sampling, int]] = []
        digest = hashlib.sha256("\0".join(self.replies).encode("utf-8", "surrogatepass")).hexdigest()
        self._card = TeacherCard(name, "scripted", digest, None, "cpu", "text", takes_grammar=False)

    @classmethod
    def from_file(cls, path: Path) -> ScriptedTeacher:
        """Read `{"replies": [...], "obedient": false, "seconds_per_output": 0.0}`; any of the three may be left out.

        `"pause": {"after": 5, "until": "a file's path"}` lets it wait.

        Raises:
            Unavailable: the file is missing or is not such JSON.
        """
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise Unavailable("scripted teacher cannot be read", value=str(path), remedy=f"{error}.") from error
        replies, obedient, seconds = _fields(given, path)
        pause = _pause(given["pause"], path) if isinstance(given, dict) and "pause" in given else None
        try:
            return cls(replies, obedient=obedient, seconds_per_output=seconds, pause=pause, name=f"scripted:{path}")
        except InvalidValue as error:
            raise Unavailable(error.problem, value=error.value, where=str(path), remedy=error.remedy) from error

    @property
    def card(self) -> TeacherCard:
        return self._card

    def sample(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, should_stop: Callable[[], bool]
    ) -> Iterator[Output]:
        """Reply order by order, one output every `seconds_per_output`."""
        self.history.append((tuple(orders), sampling, seed))
        return self._replies(orders, seed, should_stop)

    def _replies(self, orders: Sequence[Order], seed: int, should_stop: Callable[[], bool]) -> Iterator[Output]:
        for order_index, order in enumerate(orders):
            for sample_index in range(order.samples):
                if not self._wait(should_stop):
                    return
                self.replied += 1
                text = self._reply(order.prompt, f"{seed}/{order_index}/{sample_index}")
                yield Output(order_index, sample_index, text, len(text.split()))

    def _reply(self, prompt: Prompt, place: str) -> str:
        drawn = hashlib.sha256(place.encode()).hexdigest()
        template = self.replies[int(drawn[:8], 16) % len(self.replies)]
        return template.replace("{asked}", _asked(prompt, drawn[8:12])).replace("{unique}", drawn[12:24])

    def _wait(self, should_stop: Callable[[], bool]) -> bool:
        clock = Event()
        ends = time.monotonic() + self.seconds_per_output
        while not should_stop():
            left = _LOOK_EVERY if self._is_paused() else ends - time.monotonic()
            if left <= 0:
                return True
            clock.wait(min(left, _LOOK_EVERY))
        return False

    def _is_paused(self) -> bool:
        return self.pause is not None and self.replied >= self.pause.after and not self.pause.until.exists()


def _asked(prompt: Prompt, made_up: str) -> str:
    number = {slot: number for number, slot in prompt.labels}
    return " and ".join(
        f"[{number[item.slot]} {f'value {made_up}' if item.is_wildcard else escape(item.value)} ]"
        for item in prompt.asked
    )


def _fields(given: Any, path: Path) -> tuple[list[str], bool, float]:
    if not isinstance(given, dict):
        given = {"replies": given}
    replies, obedient = given.get("replies", []), given.get("obedient", False)
    seconds = given.get("seconds_per_output", 0.0)
    if not isinstance(replies, list) or not all(isinstance(reply, str) for reply in replies):
        raise Unavailable("replies that are no list of texts", where=str(path))
    if not isinstance(obedient, bool):
        raise Unavailable("obedient that is neither true nor false", value=obedient, where=str(path))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Unavailable("seconds per output that are no number", value=seconds, where=str(path))
    return replies, obedient, float(seconds)


def _pause(given: Any, path: Path) -> Pause:
    if isinstance(given, dict) and given.keys() == {"after", "until"}:
        after, until = given["after"], given["until"]
        if type(after) is int and after >= 0 and isinstance(until, str):
            return Pause(after, Path(until))
    remedy = 'Write {"after": 5, "until": "the path of a file"}.'
    raise Unavailable("pause that is none", value=given, where=str(path), remedy=remedy)
