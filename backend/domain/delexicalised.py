"""What an utterance says whatever its values: two that differ in these alone share it."""

from __future__ import annotations

from collections.abc import Iterable

from backend.domain.normalise import normalised
from backend.domain.parse import Parse
from backend.domain.parse_places import found_places
from backend.domain.utterance import Utterance


def delexicalised(utterance: Utterance) -> str:
    """The normalised text with every slot value replaced by its slot's name; with a parse, those of its values that
    the text holds, by their labels.

    >>> from backend.domain.utterance import Span
    >>> delexicalised(Utterance("Fly to Rome!", "go", "en", (Span(7, 11, "city"),)))
    'fly to <city>'
    """
    pieces: list[str] = []
    at = 0
    for start, end, name in _values(utterance):
        pieces += [_normalised_piece(utterance.text[at:start]), f"<{name}>"]
        at = end
    pieces.append(_normalised_piece(utterance.text[at:]))
    return " ".join(piece for piece in pieces if piece)


def _values(utterance: Utterance) -> Iterable[tuple[int, int, str]]:
    """Where each value begins and ends, and the name of its slot or its label; in the order of the text."""
    if utterance.parse is None:
        return ((span.start, span.end, span.slot) for span in utterance.spans)
    named = _values_inside(utterance.parse)
    found = found_places(utterance.text, [value for _, value in named])
    return sorted((*place, label) for (label, _), place in zip(named, found, strict=True) if place is not None)


def _values_inside(parse: Parse) -> list[tuple[str, str]]:
    """Those below the roots: the words of a root alone are carrier words."""
    inside = (node for root in parse.roots for child in root.nodes for node in child.walk())
    return [(node.label, " ".join(node.words)) for node in inside if node.words and not node.nodes]


def _normalised_piece(text: str) -> str:
    """Empty for punctuation alone, which `normalised` keeps where nothing else would be left."""
    said = normalised(text)
    return said if any(character.isalnum() for character in said) else ""
