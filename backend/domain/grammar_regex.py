"""An expression as a regular expression that Python's `re` and Rust's `regex` read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from backend.domain.expression import AnyOrder, Characters, Choice, Expression, Literal, Repeat, Series, Shared

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _")


@cache
def regex(expression: Expression) -> str:
    """The regular expression; safe to be followed by anything but a quantifier."""
    match expression:
        case Characters(ranges):
            return f"[{''.join(_range(first, last) for first, last in ranges)}]"
        case Literal(text):
            return "".join(character if character in _PLAIN else code_point(ord(character)) for character in text)
        case Series(parts):
            return "".join(map(regex, parts))
        case Choice(parts):
            return f"(?:{'|'.join(map(regex, parts))})"
        case Repeat(part, least, most):
            inside = regex(part) if isinstance(part, Characters | Choice) else f"(?:{regex(part)})"
            return f"{inside}?" if (least, most) == (0, 1) else f"{inside}{{{least},{most}}}"
        case AnyOrder(parts, between):
            return _any_order(parts, regex(between))
        case Shared(part):
            return regex(part)


@cache
def _any_order(parts: tuple[Expression, ...], between: str) -> str:
    """Halves instead of all orders: which parts come in the first half, then the orders of both halves."""
    if len(parts) <= 1:
        return "".join(map(regex, parts))
    ways = (
        f"{_any_order(first, between)}{between}{_any_order(second, between)}"
        for first, second in _halves(parts, len(parts) // 2)
    )
    return f"(?:{'|'.join(ways)})"


def _halves(
    parts: tuple[Expression, ...], size: int
) -> Iterator[tuple[tuple[Expression, ...], tuple[Expression, ...]]]:
    kinds = Counter(parts)

    def pick(left: list[Expression], size: int) -> Iterator[tuple[Expression, ...]]:
        if not left:
            if size == 0:
                yield ()
            return
        kind, *others = left
        for times in range(min(kinds[kind], size), -1, -1):
            for rest in pick(others, size - times):
                yield (kind,) * times + rest

    for first in pick(list(kinds), size):
        second = kinds - Counter(first)
        yield first, tuple(second.elements())


def _range(first: int, last: int) -> str:
    return code_point(first) if first == last else f"{code_point(first)}-{code_point(last)}"


def code_point(code: int) -> str:
    """The character as it stands, if it means nothing anywhere; else its escape, the same in all notations."""
    if chr(code) in _PLAIN:
        return chr(code)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
