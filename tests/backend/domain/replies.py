"""Texts that an expression matches, drawn from the tree itself."""

from __future__ import annotations

from hypothesis import strategies as st

from backend.domain.expression import AnyOrder, Characters, Choice, Expression, Literal, Repeat, Series, Shared

MOST_DRAWN = 4
"""Repetitions drawn beyond the least, so that texts stay short."""


def replies(expression: Expression) -> st.SearchStrategy[str]:
    """Any text of the expression, with few repetitions."""
    return st.composite(_draw)(expression)


def _draw(draw: st.DrawFn, expression: Expression) -> str:
    match expression:
        case Characters(ranges):
            first, last = draw(st.sampled_from(ranges))
            return chr(draw(st.integers(first, last)))
        case Literal(text):
            return text
        case Series(parts):
            return "".join(_draw(draw, part) for part in parts)
        case Choice(parts):
            return _draw(draw, draw(st.sampled_from(parts)))
        case Repeat(part, least, most):
            times = draw(st.integers(least, min(most, least + MOST_DRAWN)))
            return "".join(_draw(draw, part) for _ in range(times))
        case AnyOrder(parts, between):
            first, *others = draw(st.permutations(parts))
            return _draw(draw, first) + "".join(_draw(draw, between) + _draw(draw, part) for part in others)
        case Shared(part):
            return _draw(draw, part)
