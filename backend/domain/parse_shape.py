"""A parse taken apart: its values without their carrier words, its labels without their values, other values put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import ParseSchema


def skeleton(parse: Parse, schema: ParseSchema) -> Parse:
    """The parse without carrier words: of form `top` what the two other forms are from the start."""
    return Parse(tuple(_bare(root, schema) for root in parse.roots))


def values(parse: Parse, schema: ParseSchema) -> tuple[tuple[str, str], ...]:
    """(label, value) of every node that holds a value, in order."""
    return tuple((node.label, " ".join(node.words)) for node in parse.walk() if holds_value(node, schema))


def holds_value(node: Node, schema: ParseSchema) -> bool:
    """Whether the words of a node are a value, and not carrier words; of an unknown label they are."""
    label = schema.find(node.label)
    return bool(node.words) and not node.nodes and (label is None or label.holds_value)


def with_values(parse: Parse, given: Sequence[str], schema: ParseSchema) -> Parse:
    """The parse with a value for each of its nodes that hold one, in their order.

    Raises:
        ValueError: other than one value for each.
    """
    left = list(given)
    changed = Parse(tuple(_filled(root, left, schema) for root in parse.roots))
    if left:
        raise ValueError(f"{len(left)} values too many")
    return changed


def shape(parse: Parse) -> Any:
    """Equal for two parses of the same labels inside one another, whatever their words and their order."""
    return _shape(parse.roots)


def text_words(text: str) -> str:
    """What two texts that differ in white space alone share.

    >>> text_words(" two  bowls ")
    'twobowls'
    """
    return "".join(text.split())


def require_text(parse: Parse, text: str, schema: ParseSchema) -> None:
    """Refuse a parse that does not belong to the text, as the schema's form has it (see ParseForm).

    White space is passed over; in the form `decoupled` upper and lower case are too.

    Raises:
        InvalidValue: `top`: other words than the text's; `decoupled`: a value that the text does not hold.
    """
    if schema.form == "top" and text_words(text) != text_words(parse.text):
        raise InvalidValue(
            "parse whose words are not the text",
            value=parse.text,
            remedy=f"Its words, without the labels, must be {text!r}.",
        )
    lost = lost_values(parse, text, schema)
    if lost:
        label, value = lost[0]
        raise InvalidValue(
            f"value of {label} that the text does not hold",
            value=value,
            remedy=f"Use words of {text!r} as they stand there.",
        )


def lost_values(parse: Parse, text: str, schema: ParseSchema) -> tuple[tuple[str, str], ...]:
    """The (label, value) pairs that the text does not hold, white space and case aside; none in the form `exr`."""
    if schema.form == "exr":
        return ()
    said = text_words(text).casefold()
    return tuple(pair for pair in values(parse, schema) if text_words(pair[1]).casefold() not in said)


def _bare(node: Node, schema: ParseSchema) -> Node:
    if holds_value(node, schema):
        return node
    return Node(node.label, tuple(_bare(child, schema) for child in node.nodes))


def _filled(node: Node, left: list[str], schema: ParseSchema) -> Node:
    if holds_value(node, schema):
        if not left:
            raise ValueError("a value too few")
        return Node(node.label, tuple(left.pop(0).split()))
    return Node(
        node.label, tuple(child if isinstance(child, str) else _filled(child, left, schema) for child in node.children)
    )


def _shape(nodes: Sequence[Node]) -> Any:
    return tuple(sorted(((node.label, _shape(node.nodes)) for node in nodes), key=repr))


def walk_with_parents(parse: Parse) -> Iterator[tuple[Node | None, Node]]:
    """(the node right above, node) for all nodes, each before what it holds; None above a root."""
    waiting: list[tuple[Node | None, Node]] = [(None, root) for root in reversed(parse.roots)]
    while waiting:
        parent, node = waiting.pop()
        yield parent, node
        waiting.extend((node, child) for child in reversed(node.nodes))
