"""Which methods can be asked for what: a rule writes no language and no slots that no seed shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backend.domain.request import Include, Request
from backend.planning.combinations import Choice

WhyNot = Callable[[Request], str | None]
"""Why a request cannot be carried out; None if it can."""


@dataclass(frozen=True)
class Unable:
    """What none of the chosen methods can be asked for, and what the last of them says about it."""

    intent: str
    language: str
    slots: Choice
    reason: str


class Abilities:
    """Asks once for each request whether it can be, and notes what none of the methods can do.

    Args:
        requests: one for each method, with all that does not depend on what is asked for.
    """

    def __init__(self, requests: tuple[Request, ...], why_not: WhyNot) -> None:
        self._requests = requests
        self._why_not = why_not
        self._known: dict[tuple[str, str, Choice], tuple[str, ...]] = {}
        self.unable: list[Unable] = []

    def methods(self, intent: str, language: str, slots: Choice) -> tuple[str, ...]:
        """The methods that can write examples of an intent in a language with these slots."""
        key = (intent, language, slots)
        if key not in self._known:
            found, reason = [], ""
            for like in self._requests:
                problem = self._why_not(asking(like, intent, language, slots, 1))
                reason = problem or reason
                found += [] if problem else [like.method]
            self._known[key] = tuple(found)
            if not found:
                self.unable.append(Unable(*key, reason))
        return self._known[key]


def asking(like: Request, intent: str, language: str, slots: Choice, count: int) -> Request:
    """The request for so many outputs with these slots, each with a value of the teacher's making or a known one."""
    include = None if slots is None else tuple(Include(slot) for slot in slots)
    return replace(like, intent=intent, language=language, include=include, count=count, vary=bool(include))
