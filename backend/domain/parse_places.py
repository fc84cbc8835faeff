"""Where the labels of a parse stand in its text, as far as they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import holds_value, text_words


@dataclass(frozen=True)
class Place:
    """A label over a piece of the text (character offsets, end-exclusive), and those inside it, in order."""

    start: int
    end: int
    label: str
    inside: tuple[Place, ...] = ()


def places(parse: Parse, text: str, schema: ParseSchema) -> tuple[Place, ...]:
    """The labels over the text, each around what is inside it.

    In the form `top` all of them; in `decoupled` those whose values are found, a label around labels from the first
    to the last of these; in `exr` none. Labels that would cross each other are left out.
    """
    if schema.form == "exr":
        return ()
    words = iter(_words_in_order(parse, text) if schema.form == "top" else _found_values(parse, text, schema))
    placed = [place for root in parse.roots if (place := _place(root, words)) is not None]
    return tuple(_apart(placed))


def value_places(text: str, values: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each value stands in the text, none over another; None where one cannot be found beside the others.

    White space and case are passed over. Where they stand in the order in which they are given, as whole words, they
    are taken so; otherwise long values are placed first, so that no short one takes their words.

    >>> value_places("a tea and a soup", ["tea", "a", "soup"])
    [(2, 5), (10, 11), (12, 16)]
    """
    found = found_places(text, values)
    kept = [place for place in found if place is not None]
    return kept if len(kept) == len(found) else None


def found_places(text: str, values: Sequence[str]) -> Sequence[tuple[int, int] | None]:
    """The same, with None for each value that cannot be found beside the others."""
    return _in_order(text, values) or _long_ones_first(text, values)


def _in_order(text: str, values: Sequence[str]) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    for value in values:
        behind = found[-1][1] if found else 0
        place = next((one for one in _whole(text, _anywhere(text, value)) if one[0] >= behind), None)
        if place is None:
            return None
        found.append(place)
    return found


def _long_ones_first(text: str, values: Sequence[str]) -> list[tuple[int, int] | None]:
    taken: dict[int, tuple[int, int]] = {}
    for at in sorted(range(len(values)), key=lambda one: (-len(values[one]), one)):
        free = (place for place in _occurrences(text, values[at]) if not _overlaps(place, list(taken.values())))
        if (place := next(free, None)) is not None:
            taken[at] = place
    return [taken.get(at) for at in range(len(values))]


def _words_in_order(parse: Parse, text: str) -> list[list[tuple[int, int]]]:
    """For every node, in the order of `walk`, the places of the words right below it."""
    found: list[list[tuple[int, int]]] = []
    at = 0

    def look(node: Node) -> None:
        nonlocal at
        mine: list[tuple[int, int]] = []
        found.append(mine)
        for child in node.children:
            if isinstance(child, Node):
                look(child)
            elif (start := text.find(child, at)) >= 0:
                at = start + len(child)
                mine.append((start, at))

    for root in parse.roots:
        look(root)
    return found


def _found_values(parse: Parse, text: str, schema: ParseSchema) -> list[list[tuple[int, int]]]:
    nodes = list(parse.walk())
    held = [at for at, node in enumerate(nodes) if holds_value(node, schema)]
    found = value_places(text, [" ".join(nodes[at].words) for at in held]) or []
    by_node = dict(zip(held, found, strict=False))
    return [[by_node[at]] if at in by_node else [] for at in range(len(nodes))]


def _place(node: Node, words: Iterator[list[tuple[int, int]]]) -> Place | None:
    edges = list(next(words))
    inside = _apart([place for child in node.nodes if (place := _place(child, words)) is not None])
    edges += [(place.start, place.end) for place in inside]
    if not edges:
        return None
    return Place(min(start for start, _ in edges), max(end for _, end in edges), node.label, tuple(inside))


def _apart(found: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in sorted(found, key=lambda one: (one.start, one.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def stands_as_words(text: str, value: str) -> bool:
    """Whether the text holds the value with no letter right before or behind it, white space and case aside.

    >>> stands_as_words("two cookies", "cookie")
    False
    """
    return bool(_whole(text, _anywhere(text, value)))


def _occurrences(text: str, value: str) -> list[tuple[int, int]]:
    """As whole words first, then anywhere."""
    found = _anywhere(text, value)
    return [*_in_turn(_whole(text, found)), *_in_turn(found)]


def _anywhere(text: str, value: str) -> list[tuple[int, int]]:
    # As `lost_values` has it: "ß" is "ss". Of a letter that is several so, a part has the place of all of it.
    letters = text_words(value).casefold()
    places = [at for at, character in enumerate(text) if not character.isspace() for _ in character.casefold()]
    said, size = text_words(text).casefold(), len(letters)
    return [
        (places[at], places[at + size - 1] + 1) for at in range(len(said) - size + 1) if said.startswith(letters, at)
    ]


def _whole(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those with no letter right before or behind them."""
    return [place for place in found if not _is_letter(text[: place[0]][-1:]) and not _is_letter(text[place[1] :][:1])]


def _in_turn(found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those that do not overlap an earlier one."""
    end = 0
    for place in found:
        if place[0] >= end:
            yield place
            end = place[1]


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _overlaps(place: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    ordered = sorted([place, *taken])
    return any(after[0] < before[1] for before, after in pairwise(ordered))
