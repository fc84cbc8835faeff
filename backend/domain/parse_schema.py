"""What the parses of a project may be: which labels, which of them right inside which, which hold values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from backend.domain.errors import InvalidValue
from backend.domain.parse import MAX_DEPTH, Node, Parse, parse_label
from backend.domain.parse_notation import ROUND, SQUARE, BracketStyle

ParseForm = Literal["top", "decoupled", "exr"]
"""How a parse and its text belong together.

`top`: the parse holds every word of the text, carrier words too, in order. `decoupled`: it holds the words of
values alone, each value as it is said. `exr`: its values are names of things, not words of the text.
"""

FORMS: tuple[ParseForm, ...] = get_args(ParseForm)


@dataclass(frozen=True)
class ParseLabel:
    """A label: what it means, the labels that may stand right inside it, and the values it is known to take.

    One that holds values may have words and nothing else in it. One that holds none may stand empty, except
    in the form `top`. Carrier words stand in labels of the form `top` only, beside what is nested there.
    """

    name: str
    description: str = ""
    nests: tuple[str, ...] = ()
    holds_value: bool = False
    catalogue: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", parse_label(self.name))
        object.__setattr__(self, "nests", tuple(dict.fromkeys(parse_label(name) for name in self.nests)))
        values = (" ".join(value.split()) for value in self.catalogue)
        object.__setattr__(self, "catalogue", tuple(dict.fromkeys(value for value in values if value)))
        if self.catalogue and not self.holds_value:
            raise InvalidValue("catalogue of a label that holds no value", value=self.name)


@dataclass(frozen=True)
class ParseSchema:
    """All labels of a project's parses.

    Attributes:
        brackets: `square` or `round`: how its parses are written.
        roots: labels that may stand outside of all others; most_roots: so many of them side by side.
        depth: labels above one another, at most.

    Raises:
        InvalidValue: unknown form or brackets, a label twice, or one that is named and not there.
    """

    form: ParseForm
    brackets: str = SQUARE.name
    roots: tuple[str, ...] = ()
    labels: tuple[ParseLabel, ...] = ()
    depth: int = 1
    most_roots: int = 1

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise InvalidValue("unknown form of parses", value=self.form, remedy=f"Use one of: {', '.join(FORMS)}.")
        if self.brackets not in (SQUARE.name, ROUND.name):
            raise InvalidValue("unknown brackets", value=self.brackets, remedy="Use square or round.")
        if not 1 <= self.depth <= MAX_DEPTH or self.most_roots < 1:
            raise InvalidValue("labels above or beside one another", value=(self.depth, self.most_roots))
        if len(self._by_name) < len(self.labels):
            raise InvalidValue("label defined twice", value=[label.name for label in self.labels])
        for where, names in [("the roots", self.roots), *((label.name, label.nests) for label in self.labels)]:
            missing = next((name for name in names if name not in self._by_name), None)
            if missing:
                raise InvalidValue("label that is not defined", value=missing, where=where, remedy="Define it first.")

    @cached_property
    def _by_name(self) -> dict[str, ParseLabel]:
        return {label.name: label for label in self.labels}

    @property
    def style(self) -> BracketStyle:
        """The brackets that its parses are written with."""
        return ROUND if self.brackets == ROUND.name else SQUARE

    def find(self, name: str) -> ParseLabel | None:
        """The label of that name, if there is one."""
        return self._by_name.get(name)

    def label(self, name: str) -> ParseLabel:
        """The label of that name.

        Raises:
            InvalidValue: unknown label.
        """
        found = self.find(name)
        if found is None:
            raise InvalidValue("unknown label", value=name, remedy=_add_or_use(tuple(self._by_name)))
        return found

    def with_label(self, label: ParseLabel) -> ParseSchema:
        """The schema with `label` in place of the one of its name."""
        return replace(self, labels=tuple(label if one.name == label.name else one for one in self.labels))

    def require(self, parse: Parse) -> None:
        """Refuse a parse that is not as the schema has it.

        Raises:
            InvalidValue: unknown label, one inside another that does not nest it, a value or words where none
                may be, or a parse too deep or too wide; says inside which labels it is.
        """
        if len(parse.roots) > self.most_roots:
            raise InvalidValue(f"more than {self.most_roots} labels side by side", value=len(parse.roots))
        for root in parse.roots:
            self.label(root.label)
            if root.label not in self.roots:
                raise InvalidValue("label that may not stand outside of all others", value=root.label)
            self._require_node(root, root.label)
            if root.depth > self.depth:
                raise InvalidValue(f"more than {self.depth} labels above one another", value=root.label)

    def _require_node(self, node: Node, where: str) -> None:
        label = self.label(node.label)
        self._require_words(node, label, where)
        for child in node.nodes:
            inside = f"{where} > {child.label}"
            try:
                self.label(child.label)
            except InvalidValue as error:
                raise error.at(inside) from error
            if child.label not in label.nests:
                raise InvalidValue(
                    f"label that {node.label} does not nest",
                    value=child.label,
                    where=where,
                    remedy=_add_or_use(label.nests),
                )
            self._require_node(child, inside)

    def _require_words(self, node: Node, label: ParseLabel, where: str) -> None:
        if not node.children and not self.may_be_empty(label):
            raise InvalidValue("label without a word", value=node.label, where=where, remedy="Put its words into it.")
        if node.words and node.nodes and self.form != "top":
            raise InvalidValue(
                f"words beside labels in {node.label}",
                value=" ".join(node.words),
                where=where,
                remedy="Parses without carrier words hold either.",
            )
        if node.words and not node.nodes and not self.may_hold_words_alone(label):
            raise InvalidValue(
                f"value of {node.label}, which holds none",
                value=" ".join(node.words),
                where=where,
                remedy="Mark the label as one that holds values, or take the words out.",
            )

    def may_be_empty(self, label: ParseLabel) -> bool:
        """Whether it may stand with nothing in it."""
        return self.form != "top" and not label.holds_value

    def may_hold_words_alone(self, label: ParseLabel) -> bool:
        """Whether it may stand with words and no label in it: its value, or carrier words."""
        return label.holds_value or (self.form == "top" and _carries(label))

    def extended_by(self, *parses: Parse) -> ParseSchema:
        """The schema with what `parses` have and it lacks: labels, what nests in what, what holds values, sizes."""
        nodes = [node for parse in parses for node in parse.walk()]
        nested = {label.name: dict.fromkeys(label.nests) for label in self.labels}
        for node in nodes:
            nested.setdefault(node.label, {}).update(dict.fromkeys(child.label for child in node.nodes))
        found = {
            name: replace(self._by_name.get(name) or ParseLabel(name), nests=tuple(nests))
            for name, nests in nested.items()
        }
        for node in nodes:
            label = found[node.label]
            is_value = node.words and not node.nodes and not (self.form == "top" and _carries(label))
            if is_value and not label.holds_value:
                found[node.label] = replace(label, holds_value=True)
        roots = [root for parse in parses for root in parse.roots]
        return replace(
            self,
            roots=tuple(dict.fromkeys((*self.roots, *(root.label for root in roots)))),
            labels=tuple(found.values()),
            depth=max([self.depth, *(root.depth for root in roots)]),
            most_roots=max([self.most_roots, *(len(parse.roots) for parse in parses)]),
        )


def _carries(label: ParseLabel) -> bool:
    """Whether words alone in it are carrier words and no value, by its prefix or else by what it nests."""
    has_prefix = label.name.startswith(("IN:", "SL:"))
    return label.name.startswith("IN:") if has_prefix else bool(label.nests)


def _add_or_use(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Add it to the schema, or use one of: {shown}." if names else "Add it to the schema."
