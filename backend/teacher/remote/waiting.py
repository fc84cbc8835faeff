"""When a request is sent again: back-off, and what servers say about waiting. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 60.0
LONGEST_TOLD_SECONDS = 3600.0
"""A server that asks for more is not waited for."""

_PASSING = frozenset({408, 409, 429})
_NOT_IMPLEMENTED = 501
_SPAN = re.compile(r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?")
_UNITS = (86400.0, 3600.0, 60.0, 1.0, 0.001)
_EPOCH = 1e9
"""A number above this is a time of the clock (in seconds, or above its thousandfold in milliseconds), not a span."""


def passes(status: int) -> bool:
    """Whether the same request may well succeed later."""
    return status in _PASSING or (status >= 500 and status != _NOT_IMPLEMENTED)


def backoff(attempt: int, chance: float) -> float:
    """Seconds before retry number `attempt` (from 1): doubling, bounded, the half of it left to chance.

    Args:
        chance: 0 to 1, drawn by the caller, so that requests which failed together do not return together.

    >>> [backoff(attempt, 1.0) for attempt in (1, 2, 3, 99)]
    [0.5, 1.0, 2.0, 60.0]
    """
    most = min(FIRST_SECONDS * 2.0 ** min(attempt - 1, 30), LONGEST_SECONDS)
    return most * (0.5 + 0.5 * chance)


def told_to_wait(headers: Mapping[str, str], now: datetime, *, refused: bool) -> float | None:
    """Seconds that the server asks to wait before the next request; None when it does not say.

    Retry-After comes first. Otherwise the limits that are used up count, each with its reset.

    Args:
        headers: names in lower case.
        refused: whether this is a refusal; it then is for a limit even where no header says how much is left.
    """
    if refused:
        for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            told = seconds_until(headers.get(name, ""), now, unit)
            if told is not None:
                return told
    waits = []
    for prefix in ("x-ratelimit-", "ratelimit-"):
        for kind in ("", "-requests", "-tokens"):
            left = headers.get(f"{prefix}remaining{kind}")
            reset = seconds_until(headers.get(f"{prefix}reset{kind}", ""), now)
            used_up = refused if left is None else _is_nothing(left)
            if reset is not None and used_up:
                waits.append(reset)
    return max(waits, default=None)


def seconds_until(given: str, now: datetime, unit: float = 1.0) -> float | None:
    """Read `30`, `6m0s`, `12ms`, a date or a time of the clock; None for anything else.

    >>> seconds_until("1m30s", datetime(2026, 1, 1, tzinfo=UTC))
    90.0
    """
    text = given.strip()
    try:
        number = float(text)
    except ValueError:
        return _span(text) if _SPAN.fullmatch(text) and text else _until_date(text, now)
    if not 0 <= number < 1e15:
        return None
    if number > _EPOCH:
        return max((number / 1000 if number > _EPOCH * 1000 else number) - now.timestamp(), 0.0)
    return number * unit


def _span(text: str) -> float | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    return sum(float(part) * unit for part, unit in zip(match.groups(), _UNITS, strict=True) if part)


def _until_date(text: str, now: datetime) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            date = read(text)
            return max((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _is_nothing(left: str) -> bool:
    try:
        return float(left) <= 0
    except ValueError:
        return False
