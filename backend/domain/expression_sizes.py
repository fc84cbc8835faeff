"""How long the texts of an expression are, and what it holds: what grammars ask of their trees."""

from __future__ import annotations

from functools import cache

from backend.domain.expression import AnyOrder, Characters, Choice, Expression, Literal, Repeat, Series, Shared


@cache
def longest(expression: Expression) -> int:
    """Characters of the longest text that it matches."""
    match expression:
        case Characters():
            return 1
        case Literal(text):
            return len(text)
        case Series(parts):
            return sum(map(longest, parts))
        case Choice(parts):
            return max(map(longest, parts))
        case Repeat(part, _, most):
            return longest(part) * most
        case AnyOrder(parts, between):
            return sum(map(longest, parts)) + longest(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return longest(part)


@cache
def shortest(expression: Expression) -> int:
    """Bytes of the shortest text that it matches, as UTF-8, at most; a character of a class counts as 4."""
    match expression:
        case Characters():
            return 4
        case Literal(text):
            return len(text.encode())
        case Series(parts):
            return sum(map(shortest, parts))
        case Choice(parts):
            return min(map(shortest, parts))
        case Repeat(part, least, _):
            return shortest(part) * least
        case AnyOrder(parts, between):
            return sum(map(shortest, parts)) + shortest(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return shortest(part)


@cache
def farthest(expression: Expression) -> int:
    """Bytes, at most, from any point of a text to where it can end, by whichever choice is the longer.

    In a tree of labels that is more than `shortest`: every label that was opened must be closed, and of those
    that may come the one with the most to say may have been begun.
    """
    match expression:
        case Characters():
            return 4
        case Literal(text):
            return len(text.encode())
        case Series(parts):
            return max(
                (farthest(part) + sum(map(_at_least, parts[at + 1 :])) for at, part in enumerate(parts)), default=0
            )
        case Choice(parts):
            return max(map(farthest, parts))
        case Repeat(part, least, _):
            return farthest(part) + _at_least(part) * max(least - 1, 0)
        case AnyOrder(parts, between):
            return farthest(between) + max(map(farthest, parts)) + _at_least(expression)
        case Shared(part):
            return farthest(part)


@cache
def _at_least(expression: Expression) -> int:
    """Bytes of its shortest text where the longest choice is taken each time."""
    match expression:
        case Characters() | Literal():
            return shortest(expression)
        case Series(parts):
            return sum(map(_at_least, parts))
        case Choice(parts):
            return max(map(_at_least, parts))
        case Repeat(part, least, _):
            return _at_least(part) * least
        case AnyOrder(parts, between):
            return sum(map(_at_least, parts)) + _at_least(between) * max(len(parts) - 1, 0)
        case Shared(part):
            return _at_least(part)


@cache
def holds_rules(expression: Expression) -> bool:
    """Whether parts may change places somewhere in it, or are shared: what one terminal does not say."""
    match expression:
        case AnyOrder() | Shared():
            return True
        case Series(parts) | Choice(parts):
            return any(map(holds_rules, parts))
        case Repeat(part, _, _):
            return holds_rules(part)
        case _:
            return False


@cache
def holds_shared(expression: Expression) -> bool:
    """Whether a part of it is shared."""
    match expression:
        case Shared():
            return True
        case Series(parts) | Choice(parts) | AnyOrder(parts, _):
            return any(map(holds_shared, parts))
        case Repeat(part, _, _):
            return holds_shared(part)
        case _:
            return False
