"""A parse: the meaning of an utterance as a tree of labels over words, of any depth."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from backend.domain.errors import InvalidValue
from backend.domain.names import MAX_NAME, label_name

MAX_DEPTH = 40
"""Nodes above one another; deeper is no meaning, and would exhaust whoever walks the tree."""

_PREFIX = re.compile(r"(IN|SL):")
_NO_WORD = ("Cc", "Cs", "Zs", "Zl", "Zp")


@dataclass(frozen=True)
class Node:
    """A label with what it holds, in order: nodes, and words (carrier words or the words of a value).

    `label` is an intent or slot name, in mTOP's form with its kind before it ("IN:GET_EVENT", "SL:DATE_TIME").

    Raises:
        InvalidValue: not a label, an empty word or one with white space in it, or a tree of over MAX_DEPTH nodes.
    """

    label: str
    children: tuple[Node | str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", parse_label(self.label))
        for child in self.children:
            if isinstance(child, str):
                _require_word(child, self.label)
        if self.depth > MAX_DEPTH:
            raise InvalidValue(f"a parse of over {MAX_DEPTH} nodes above one another", value=self.label)

    @cached_property
    def depth(self) -> int:
        """Nodes from this one to its deepest, itself included."""
        return 1 + max((child.depth for child in self.children if isinstance(child, Node)), default=0)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes right below."""
        return tuple(child for child in self.children if isinstance(child, Node))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words right below, in order; those of a node without nodes are its value."""
        return tuple(child for child in self.children if isinstance(child, str))

    @property
    def leaves(self) -> tuple[str, ...]:
        """All words at and below, in order."""
        found: list[str] = []
        for child in self.children:
            found.extend((child,) if isinstance(child, str) else child.leaves)
        return tuple(found)

    def walk(self) -> Iterator[Node]:
        """This node and all below, each before what it holds."""
        yield self
        for node in self.nodes:
            yield from node.walk()


@dataclass(frozen=True)
class Parse:
    """One parse; usually of one root, several side by side where a data set has no root of its own.

    Raises:
        InvalidValue: no root.
    """

    roots: tuple[Node, ...]

    def __post_init__(self) -> None:
        if not self.roots:
            raise InvalidValue("an empty parse", remedy="Write at least one label in brackets.")

    @property
    def leaves(self) -> tuple[str, ...]:
        """All words, in order; in TOP they are the text."""
        return tuple(word for root in self.roots for word in root.leaves)

    @property
    def text(self) -> str:
        """The words joined by spaces: the utterance, where the parse holds its carrier words."""
        return " ".join(self.leaves)

    @property
    def intent(self) -> str:
        """The label of its root without IN:; of several, their labels in alphabetical order, `/` between them."""
        return "/".join(sorted({intent_of_label(root.label) for root in self.roots}))

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """(label, value) of every node that holds words alone, in order."""
        return tuple((node.label, " ".join(node.words)) for node in self.walk() if node.words and not node.nodes)

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """(label, value) of every node, "" as the value of one that holds others or nothing."""
        return tuple((node.label, "" if node.nodes else " ".join(node.words)) for node in self.walk())

    @property
    def label_counts(self) -> Counter[str]:
        """How often each label occurs."""
        return Counter(node.label for node in self.walk())

    def walk(self) -> Iterator[Node]:
        """All nodes, each before what it holds."""
        for root in self.roots:
            yield from root.walk()


@lru_cache(maxsize=4096)
def parse_label(label: str) -> str:
    """Return `label` stripped and composed, if a node may be called so; IN: or SL: may stand before its name.

    Raises:
        InvalidValue: empty, too long, or other characters.
    """
    label = label.strip()
    prefix = _PREFIX.match(label)
    kept = prefix.group() if prefix else ""
    try:
        return kept + label_name(label[len(kept) :], kind="label")
    except InvalidValue as error:
        remedy = f"Start with a letter, or with IN: or SL: and a letter; at most {MAX_NAME} characters."
        raise InvalidValue("not a label of a parse", value=label, remedy=remedy) from error


def intent_of_label(label: str) -> str:
    """What a root's label makes the intent: itself, its prefix taken off.

    >>> intent_of_label("IN:GET_EVENT"), intent_of_label("ORDER")
    ('GET_EVENT', 'ORDER')
    """
    prefix = _PREFIX.match(label)
    return label[prefix.end() :] if prefix else label


def _require_word(word: str, label: str) -> None:
    if not word or any(character.isspace() or unicodedata.category(character) in _NO_WORD for character in word):
        remedy = "Words are separated by spaces; each goes into the parse by itself."
        raise InvalidValue(f"not a word, in {label}", value=word, remedy=remedy)
