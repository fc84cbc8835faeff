"""An expression as rules that name each other: GBNF for llama.cpp and xgrammar, Lark's notation for llguidance.

Parts in any order become one rule for every multiset of parts that are still to come, shared by all ways to get there;
shared parts become a rule each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from backend.domain.expression import AnyOrder, Characters, Choice, Expression, Literal, Repeat, Series, Shared
from backend.domain.expression_sizes import holds_rules
from backend.domain.grammar_regex import code_point, regex


def gbnf(expression: Expression) -> str:
    """Rules in GBNF; `root` is the whole."""
    rules = _Rules(_gbnf_leaf, "-", "::=")
    return rules.text("root", expression)


def lark(expression: Expression) -> str:
    """Rules in llguidance's Lark; `reply` is the whole.

    Whatever has a fixed order is one terminal, so that no terminal can swallow what follows inside it.
    """
    rules = _Rules(_lark_leaf, "_", ":")
    return rules.text("reply", expression)


class _Rules:
    """Rules gathered on the way down a tree; what one terminal can say is a leaf, written out once."""

    def __init__(self, leaf: Callable[[Expression], str], joint: str, defines: str) -> None:
        self._leaf, self._joint, self._defines = leaf, joint, defines
        self._leaves: dict[Expression, str] = {}
        self._orders: dict[tuple[str, ...], str] = {}
        self._shared: dict[Shared, str] = {}
        self._lines: list[str] = []

    def text(self, name: str, expression: Expression) -> str:
        whole = self._inline(expression)
        return "\n".join([f"{name} {self._defines} {whole}", *self._lines, ""])

    def _inline(self, expression: Expression) -> str:
        if not holds_rules(expression):
            return self._name_of(expression)
        match expression:
            case Series(parts):
                return " ".join(map(self._inline, _merged(parts)))
            case Choice(parts):
                return f"({' | '.join(map(self._inline, parts))})"
            case Repeat(part, least, most):
                return f"({self._inline(part)}){{{least},{most}}}"
            case AnyOrder(parts, between):
                names = Counter(map(self._inline, parts))
                return self._remaining(tuple(names.elements()), self._inline(between))
            case Shared():
                return self._rule_of(expression)
            case _:
                raise AssertionError(expression)

    def _remaining(self, parts: tuple[str, ...], between: str) -> str:
        """The name of the rule for `parts` that are still to come; equal ones stand together, so one name for each."""
        if len(parts) == 1:
            return parts[0]
        key = (between, *parts)
        if key not in self._orders:
            self._orders[key] = f"order{self._joint}{len(self._orders)}"
            at = len(self._lines)
            self._lines.append("")
            ways = []
            for part in dict.fromkeys(parts):
                left = tuple((Counter(parts) - Counter([part])).elements())
                ways.append(f"{part} {between} {self._remaining(left, between)}")
            self._lines[at] = f"{self._orders[key]} {self._defines} {' | '.join(ways)}"
        return self._orders[key]

    def _rule_of(self, shared: Shared) -> str:
        if shared not in self._shared:
            self._shared[shared] = f"rule{self._joint}{len(self._shared)}"
            at = len(self._lines)
            self._lines.append("")
            self._lines[at] = f"{self._shared[shared]} {self._defines} {self._inline(shared.part)}"
        return self._shared[shared]

    def _name_of(self, leaf: Expression) -> str:
        if leaf not in self._leaves:
            name = f"part{self._joint}{len(self._leaves)}"
            self._leaves[leaf] = name.upper() if self._defines == ":" else name
            self._lines.append(f"{self._leaves[leaf]} {self._defines} {self._leaf(leaf)}")
        return self._leaves[leaf]


def _merged(parts: tuple[Expression, ...]) -> list[Expression]:
    """The parts, with neighbours of fixed order put together."""
    merged: list[Expression] = []
    for part in parts:
        if merged and not holds_rules(part) and not holds_rules(merged[-1]):
            merged[-1] = Series((merged[-1], part))
        else:
            merged.append(part)
    return merged


def _lark_leaf(expression: Expression) -> str:
    return f"/{regex(expression)}/"


def _gbnf_leaf(expression: Expression) -> str:
    match expression:
        case Characters():
            return regex(expression)
        case Literal(text):
            return f'"{"".join(map(_gbnf_character, text))}"'
        case Series(parts):
            return f"({' '.join(map(_gbnf_leaf, parts))})"
        case Choice(parts):
            return f"({' | '.join(map(_gbnf_leaf, parts))})"
        case Repeat(part, least, most):
            return f"{_gbnf_leaf(part)}{'?' if (least, most) == (0, 1) else f'{{{least},{most}}}'}"
        case AnyOrder() | Shared():
            raise AssertionError(expression)


def _gbnf_character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else code_point(ord(character))
