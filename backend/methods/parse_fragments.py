"""An utterance cut along its parse, each label with the words it stands around, and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.domain.language import words_joined
from backend.domain.parse import Node, Parse
from backend.domain.parse_places import Place, places
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import holds_value, text_words
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class Fragment:
    """A label with its piece of the text.

    Attributes:
        label: empty of the whole utterance, which stands around the roots of its parse.
        parts: words of the text and fragments, in order; of a value its words alone, as the text has them.
        value: the words of a value, as the parse has them; None of a label that holds none. In the form `top` any words
            without a label inside are one, but those of a root.
    """

    label: str
    parts: tuple[str | Fragment, ...]
    value: tuple[str, ...] | None = None

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """Those right inside."""
        return tuple(part for part in self.parts if isinstance(part, Fragment))

    @property
    def pieces(self) -> Iterator[str]:
        """All text at and below, in order."""
        for part in self.parts:
            yield from (part,) if isinstance(part, str) else part.pieces

    @cached_property
    def depth(self) -> int:
        """Labels from this one to its deepest, itself included."""
        return 1 + max((one.depth for one in self.fragments), default=0)

    def walk(self) -> Iterator[Fragment]:
        """This fragment and all inside it, each before what it holds."""
        yield self
        for fragment in self.fragments:
            yield from fragment.walk()


def value_fragment(label: str, value: str) -> Fragment:
    """A value that the parse has as the text has it."""
    return Fragment(label, (value,), tuple(value.split()))


def cut(seed: Utterance, schema: ParseSchema) -> Fragment | None:
    """The utterance cut along its parse; None where that does not say which words belong to a label.

    In the form `top` it says so of every word. In `decoupled` a label stands around the words of its values, from the
    first to the last, and a single root around the whole text. In `exr` values are no words of the text.
    """
    if seed.parse is None or schema.form == "exr":
        return None
    if schema.form == "top":
        return Fragment("", tuple(Fragment(root.label, _of_words(root)) for root in seed.parse.roots))
    roots, stands = seed.parse.roots, places(seed.parse, seed.text, schema)
    if len(roots) == 1:
        stands = (Place(0, len(seed.text), roots[0].label, stands[0].inside if stands else ()),)
    parts = _around(roots, stands, seed.text, (0, len(seed.text)), schema)
    return Fragment("", parts) if parts is not None else None


def put_together(whole: Fragment, schema: ParseSchema, language: str) -> Utterance:
    """The utterance of a fragment that stands around roots."""
    parse = Parse(tuple(_node(root, schema) for root in whole.fragments))
    text = words_joined(parse.leaves, language) if schema.form == "top" else "".join(whole.pieces)
    return Utterance(text, parse.intent, language, parse=parse)


def _of_words(node: Node) -> tuple[str | Fragment, ...]:
    return tuple(
        child
        if isinstance(child, str)
        else Fragment(child.label, _of_words(child))
        if child.nodes
        else value_fragment(child.label, " ".join(child.words))
        for child in node.children
    )


def _around(
    nodes: Sequence[Node], stands: Sequence[Place], text: str, extent: tuple[int, int], schema: ParseSchema
) -> tuple[str | Fragment, ...] | None:
    """The piece of the text between two offsets, cut at the nodes in it; None where one has no place of its own."""
    if [node.label for node in nodes] != [place.label for place in stands]:
        return None
    parts: list[str | Fragment] = []
    at, end = extent
    for node, place in zip(nodes, stands, strict=True):
        made = _placed(node, place, text, schema)
        if made is None:
            return None
        parts += [text[at : place.start], made]
        at = place.end
    return tuple(part for part in (*parts, text[at:end]) if part)


def _placed(node: Node, place: Place, text: str, schema: ParseSchema) -> Fragment | None:
    said = text[place.start : place.end]
    if holds_value(node, schema):
        is_said = text_words(said).casefold() == text_words(" ".join(node.words)).casefold()
        return Fragment(node.label, (said,), node.words) if is_said else None
    parts = _around(node.nodes, place.inside, text, (place.start, place.end), schema)
    return Fragment(node.label, parts) if parts is not None else None


def _node(fragment: Fragment, schema: ParseSchema) -> Node:
    if fragment.value is not None:
        return Node(fragment.label, fragment.value)
    children: list[Node | str] = []
    for part in fragment.parts:
        if isinstance(part, Fragment):
            children.append(_node(part, schema))
        elif schema.form == "top":
            children.append(part)
    return Node(fragment.label, tuple(children))
