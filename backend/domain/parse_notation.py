"""Parses as text, both ways: TOP and mTOP in square brackets, PIZZA's TOP and EXR in round ones.

Written is `[IN:GET_EVENT [SL:DATE_TIME in 2018 ] ]` or `(ORDER (NUMBER 1 ) )`: one space between all, which is how
the data sets have it, so that reading and writing again gives the same bytes. A bracket of the style inside a
word, or a backslash, is written with a backslash before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.parse import MAX_DEPTH, Node, Parse


@dataclass(frozen=True)
class BracketStyle:
    """Which brackets a parse is written with."""

    name: str
    opening: str
    closing: str


SQUARE = BracketStyle("square", "[", "]")
ROUND = BracketStyle("round", "(", ")")


def bracket_style_of(notation: str) -> BracketStyle:
    """The style in which a parse is written, by its first bracket.

    Raises:
        InvalidValue: it does not begin with one.
    """
    for style in (SQUARE, ROUND):
        if notation.lstrip().startswith(style.opening):
            return style
    raise InvalidValue("a parse begins with a bracket", value=notation, remedy="Write [LABEL … ] or (LABEL … ).")


def write_parse(parse: Parse, style: BracketStyle = SQUARE) -> str:
    """The parse in one line."""
    return " ".join(_written(root, style) for root in parse.roots)


def read_parse(notation: str, style: BracketStyle | None = None) -> Parse:
    """The parse that was written; white space may be of any length, and none is needed at a bracket.

    Args:
        style: found by the first bracket when left out.

    Raises:
        InvalidValue: brackets that do not balance, a word outside of all brackets, a bracket without a label;
            the message says at which character.
    """
    return _Reader(notation, style or bracket_style_of(notation)).parse()


def split_parse(line: str, style: BracketStyle) -> tuple[str, str]:
    """The parse that a line begins with, and what follows it; "" where nothing does.

    >>> split_parse("[A x ] => an x [sic]", SQUARE)
    ('[A x ]', ' => an x [sic]')

    Raises:
        InvalidValue: it does not begin with a bracket, or its brackets do not balance.
    """
    depth = at = end = 0
    while at < len(line):
        here = line[at]
        if depth == 0 and not here.isspace() and here != style.opening:
            break
        if here == "\\" and depth:
            at += 1
        depth += (here == style.opening) - (here == style.closing)
        at += 1
        if here == style.closing and depth == 0:
            end = at
    if depth:
        raise InvalidValue("a bracket that is never closed", value=line, remedy=f"Add a {style.closing}.")
    if not end:
        raise InvalidValue(
            "a parse begins with a bracket", value=line, remedy=f"Write {style.opening}LABEL … {style.closing}."
        )
    return line[:end], line[end:]


def _written(node: Node, style: BracketStyle) -> str:
    children = (_escaped(child, style) if isinstance(child, str) else _written(child, style) for child in node.children)
    return " ".join((f"{style.opening}{node.label}", *children, style.closing))


def _escaped(word: str, style: BracketStyle) -> str:
    special = ("\\", style.opening, style.closing)
    return "".join(f"\\{character}" if character in special else character for character in word)


class _Reader:
    """Reads one notation from left to right."""

    def __init__(self, notation: str, style: BracketStyle) -> None:
        self.notation = notation
        self.style = style
        self.at = 0

    def parse(self) -> Parse:
        roots = []
        self._skip_space()
        while self.at < len(self.notation):
            if self._here() == self.style.closing:
                raise self._refusal("a bracket that closes none", "Take it away, or open one before.")
            if self._here() != self.style.opening:
                raise self._refusal("a word outside of all labels", "Put it into the brackets of a label.")
            roots.append(self._node(1))
            self._skip_space()
        return Parse(tuple(roots))

    def _node(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._refusal(f"over {MAX_DEPTH} brackets inside one another", "Write it with fewer.")
        opened = self.at
        self.at += 1
        label = self._word()
        if not label:
            raise self._refusal("a bracket without a label", f"Write {self.style.opening}LABEL … {self.style.closing}.")
        children: list[Node | str] = []
        while True:
            self._skip_space()
            here = self._here()
            if here == "":
                self.at = opened
                raise self._refusal("a bracket that is never closed", f"Add a {self.style.closing}.")
            if here == self.style.closing:
                self.at += 1
                return Node(label, tuple(children))
            children.append(self._node(depth + 1) if here == self.style.opening else self._word())

    def _word(self) -> str:
        found = []
        while (here := self._here()) and not here.isspace() and here not in (self.style.opening, self.style.closing):
            if here == "\\" and self._next_is_special():
                self.at += 1
                here = self._here()
            found.append(here)
            self.at += 1
        return "".join(found)

    def _next_is_special(self) -> bool:
        return self.notation[self.at + 1 : self.at + 2] in ("\\", self.style.opening, self.style.closing)

    def _here(self) -> str:
        return self.notation[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._here().isspace():
            self.at += 1

    def _refusal(self, problem: str, remedy: str) -> InvalidValue:
        piece = self.notation[self.at : self.at + 40]
        return InvalidValue(f"{problem}, at character {self.at + 1}", value=piece, remedy=remedy)
