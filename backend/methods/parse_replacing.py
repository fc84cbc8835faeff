"""A real parse with other values, and other forms of its labels: what CLASP-RS asks a text for.

A value goes by another of its label, out of the catalogue and the seeds, of the same grammatical number. A label
may go by another form that was seen in the same place and ends in the same kind of value: a topping by a topping
that is left out, or by one with a quantity; so negation and quantities come and go as the seeds have them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import holds_value, shape, values, walk_with_parents, with_values
from backend.methods.parse_agreement import article, grammatical_number
from backend.methods.value_drawing import drawn

FORM_SHARE = 0.25
"""How often a label goes by another form of it."""

KEPT_SHARE = 0.2
"""How often a value stays as it is; one of a parse goes at least, where there is another."""

DEEPEST_FORM = 2
"""Labels above one another in a form that comes and goes, at most: no whole orders are exchanged."""

Forms = Mapping[tuple[str, str], Sequence[Node]]
"""(label right above, label of the last value) → the nodes seen there, one of each shape."""


def known_values(schema: ParseSchema, skeletons: Sequence[Parse]) -> dict[str, tuple[str, ...]]:
    """Label → the values it is known to take: its catalogue, and what the parses hold."""
    found: dict[str, dict[str, None]] = {label.name: dict.fromkeys(label.catalogue) for label in schema.labels}
    for parse in skeletons:
        for label, value in values(parse, schema):
            found[label][value] = None
    return {label: tuple(held) for label, held in found.items() if held}


def said_values(schema: ParseSchema, skeletons: Sequence[Parse]) -> dict[str, tuple[str, ...]]:
    """Label → the values that the parses hold under it, each as often as they do."""
    found: dict[str, list[str]] = defaultdict(list)
    for parse in skeletons:
        for label, value in values(parse, schema):
            found[label].append(value)
    return {label: tuple(held) for label, held in found.items()}


def seen_forms(schema: ParseSchema, skeletons: Sequence[Parse]) -> Forms:
    """The forms that labels take, by where they stand and what kind of value they end in."""
    found: dict[tuple[str, str], dict[object, Node]] = defaultdict(dict)
    for parse in skeletons:
        for parent, node in walk_with_parents(parse):
            core = _core(node, schema)
            if parent is not None and core and node.depth <= DEEPEST_FORM:
                found[parent.label, core].setdefault(shape(Parse((node,))), node)
    return {place: tuple(nodes.values()) for place, nodes in found.items()}


def replaced(
    source: Parse,
    schema: ParseSchema,
    known: Mapping[str, Sequence[str]],
    said: Mapping[str, Sequence[str]],
    forms: Forms,
    language: str,
    rng: Random,
) -> Parse:
    """`source`, a skeleton, with other values and forms; the same again where nothing else is known.

    Args:
        known, said: see `known_values` and `said_values`; what is said often is drawn often.
    """
    formed = Parse(tuple(_formed(root, schema, forms, rng) for root in source.roots))
    old = values(formed, schema)
    language = "" if schema.form == "exr" else language
    order = rng.sample(range(len(old)), len(old))
    fresh = [value for _, value in old]
    for turn, at in enumerate(order):
        if turn and rng.random() < KEPT_SHARE:
            continue
        label, value = old[at]
        used = {fresh[other] for other in range(len(old)) if old[other][0] == label}
        number = grammatical_number(value, language)
        others = [
            one for one in known.get(label, ()) if one not in used and grammatical_number(one, language) == number
        ]
        if others:
            before = [one for one in said.get(label, ()) if one in others]
            fresh[at] = drawn(before, [one for one in others if one not in before], rng)
    following = [*fresh[1:], ""]
    agreed = [article(value, after, language) for value, after in zip(fresh, following, strict=False)]
    return with_values(formed, agreed, schema)


def _formed(node: Node, schema: ParseSchema, forms: Forms, rng: Random) -> Node:
    children: list[Node | str] = []
    for child in node.nodes:
        others = [
            one
            for one in forms.get((node.label, _core(child, schema)), ())
            if shape(Parse((one,))) != shape(Parse((child,)))
        ]
        may_change = child.depth <= DEEPEST_FORM and others
        children.append(
            rng.choice(others) if may_change and rng.random() < FORM_SHARE else _formed(child, schema, forms, rng)
        )
    return Node(node.label, tuple(children)) if children else node


def _core(node: Node, schema: ParseSchema) -> str:
    """The label of the last value in a node; "" if there is none."""
    return next((one.label for one in reversed(list(node.walk())) if holds_value(one, schema)), "")
