"""What the page recorded and what was stored, paired: arithmetic only. Times are milliseconds of the page's clock."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from backend.domain.errors import InvalidValue

Stored = Sequence[tuple[str, str]]
"""(item, what was decided) of every stored decision."""


@dataclass(frozen=True)
class Sent:
    """A key that was sent: of which decision, what that decides, and whether it is the key that decides."""

    key: str
    number: int
    action: str
    decides: bool


@dataclass(frozen=True)
class Key:
    """A keydown as the page got it: the item on screen when it came and right after the page had handled it."""

    key: str
    at: float
    item: str | None
    after: str | None


@dataclass(frozen=True)
class Paint:
    """An item that came on screen: when the first frame that has it began, and when that had been painted."""

    item: str
    text: str
    began: float
    painted: float


@dataclass(frozen=True)
class Decision:
    """A decision that was tried.

    Attributes:
        item: that its first key met; None when nothing was on screen.
        begun: when its first key came. at: when the key came that decides.
        taken: whether the page took it.
        next_ms: from the key that decides until another item had been painted; None where none was.
        ready_ms: from the first key until any item had been painted; None where none was.
    """

    item: str | None
    action: str
    begun: float
    at: float
    taken: bool
    next_ms: float | None
    ready_ms: float | None


def decisions(sent: Sequence[Sent], keys: Sequence[Key], paints: Sequence[Paint], *, at_once: bool) -> list[Decision]:
    """Every decision that was tried, in order.

    Args:
        at_once: whether the page leaves an item within the task of the key; else it has taken a decision
            when another item was painted before the next one was tried.

    Raises:
        InvalidValue: the page got other keys than were sent.
    """
    if [one.key for one in sent] != [one.key for one in keys]:
        raise InvalidValue("keys that the page got are not those that were sent", value=f"{len(keys)} of {len(sent)}")
    pairs = list(zip(sent, keys, strict=True))
    begins = {one.number: key for one, key in reversed(pairs)}
    tried = [(one, key) for one, key in pairs if one.decides]
    ends = [begins[one.number].at for one, _ in tried[1:]] + [inf]
    made = []
    for (one, key), end in zip(tried, ends, strict=True):
        begin = begins[one.number]
        ready = _first_after(begin.at, paints)
        following = _first_after(key.at, paints, other_than=key.item)
        moved = key.after != key.item if at_once else following is not None and following <= end
        made.append(
            Decision(
                begin.item,
                one.action,
                begin.at,
                key.at,
                taken=key.item is not None and moved,
                next_ms=None if following is None else following - key.at,
                ready_ms=None if ready is None else ready - begin.at,
            )
        )
    return made


def _first_after(at: float, paints: Sequence[Paint], other_than: str | None = None) -> float | None:
    start = bisect_right(paints, at, key=lambda paint: paint.painted)
    return next((paint.painted for paint in paints[start:] if paint.item != other_than), None)


def lost(tried: Iterable[Decision], stored: Stored, stores: Mapping[str, str]) -> int:
    """Decisions that the page took and that are not stored, each exactly once as it was meant.

    Args:
        stores: action → what is stored for it; an action that leaves nothing behind is not in it.
    """
    return (_meant(tried, stores) - Counter(stored)).total()


def extra(tried: Iterable[Decision], stored: Stored, stores: Mapping[str, str]) -> int:
    """Stored decisions that nobody made, or that are stored more often than they were made."""
    return (Counter(stored) - _meant(tried, stores)).total()


def unseen(tried: Iterable[Decision], stored: Stored, paints: Sequence[Paint]) -> int:
    """Stored decisions on an item that was never painted, or whose key came before the frame that painted it began."""
    began: dict[str, float] = {}
    for paint in paints:
        began.setdefault(paint.item, paint.began)
    decided = {one.item: one.at for one in tried if one.taken and one.item is not None}
    return sum(item not in began or decided.get(item, inf) < began[item] for item, _ in stored)


def ignored(tried: Iterable[Decision], paints: Sequence[Paint]) -> int:
    """Keys without effect although the item that they met had been painted: none should be."""
    painted = {paint.item: paint.painted for paint in reversed(paints)}
    return sum(not one.taken and one.item is not None and painted.get(one.item, inf) < one.begun for one in tried)


def _meant(tried: Iterable[Decision], stores: Mapping[str, str]) -> Counter[tuple[str, str]]:
    return Counter((one.item, stores[one.action]) for one in tried if one.taken and one.item and one.action in stores)
