"""Parses that a schema allows, as grammars, in square brackets whatever the project's own are.

`any_parse`: whatever labels the schema nests, down to its depth; `every_parse`: of all its intents. Every label at
every depth is one shared rule, so that the grammar grows with the number of labels, and nothing is swallowed:
`[LABEL `, a word with its space, and `]` differ in their first character. `parse_like`: one parse again, with carrier
words and perhaps other values.
"""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.domain.expression import Choice, Expression, Literal, Repeat, Series, Shared, any_order, optional
from backend.domain.parse import Node, Parse, intent_of_label
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.parse_shape import holds_value
from backend.methods.parse_words import literal_words, spaced_word, words

MOST_INSIDE = 40
"""Words and labels right inside a label, at most."""

MOST_WORDS = 40
"""Words of a value, at most."""

MOST_CARRIERS = 12
"""Carrier words between two labels of a parse that is written again, at most."""

MOST_IN_ANY_ORDER = 6
"""Distinct labels beside each other that come in any order; further ones come after those, in any order again."""

_SPACE = Literal(" ")


def any_parse(schema: ParseSchema, intent: str) -> Expression:
    """Every parse of an intent that the schema allows, but for what MOST_INSIDE and MOST_WORDS leave out.

    Raises:
        InvalidValue: an intent that no roots of the schema make, or one that no parse can be of.
    """
    names = {intent} if any(intent_of_label(root) == intent for root in schema.roots) else set(intent.split("/"))
    labels = _Labels(schema)
    wanted = [root for root in schema.roots if intent_of_label(root) in names and labels.fits(root, schema.depth)]
    if {intent_of_label(root) for root in wanted} != names:
        raise InvalidValue(
            "intent that no label outside of all others stands for", value=intent, remedy="Give it a parse first."
        )
    return labels.roots(tuple(wanted), frozenset(), schema.most_roots)


def every_parse(schema: ParseSchema) -> Expression:
    """Every parse of any intent that the schema allows, but for what MOST_INSIDE and MOST_WORDS leave out.

    Raises:
        InvalidValue: a schema that no parse can be of.
    """
    labels = _Labels(schema)
    ways = tuple(labels.node(root, schema.depth) for root in schema.roots if labels.fits(root, schema.depth))
    if not ways:
        raise InvalidValue("schema that no parse can be of", value=schema.roots, remedy="Give it a parse first.")
    root = Shared(Choice(ways))
    return Series((root, Repeat(Series((_SPACE, root)), 0, schema.most_roots - 1))) if schema.most_roots > 1 else root


def parse_like(target: Parse, schema: ParseSchema, *, values_given: bool) -> Expression:
    """The parses with the labels of `target`, those beside each other in any order in the form `top`.

    Args:
        values_given: with its values as well; otherwise with any.

    Raises:
        InvalidValue: a label that the schema does not have.
    """
    parts: list[Expression] = []
    for root in target.roots:
        parts += [_SPACE, _like(root, schema, values_given)]
    return Series(tuple(parts[1:]))


class _Labels:
    """The rule of every label at every depth, each made once."""

    def __init__(self, schema: ParseSchema) -> None:
        self._schema = schema
        self._made: dict[tuple[str, int], Expression] = {}
        self._beside: dict[tuple[frozenset[str], int], Expression] = {}
        self._least = _least_depths(schema)

    def fits(self, name: str, depth: int) -> bool:
        """Whether a label can be completed with at most so many above one another, itself included."""
        return self._least.get(name, depth + 1) <= depth

    def roots(self, wanted: tuple[str, ...], seen: frozenset[str], left: int) -> Expression:
        """One to `left` roots side by side, so that all intents that are wanted occur in the end."""
        if (seen, left) not in self._beside:
            self._beside[seen, left] = self._roots(wanted, seen, left)
        return self._beside[seen, left]

    def _roots(self, wanted: tuple[str, ...], seen: frozenset[str], left: int) -> Expression:
        all_ = {intent_of_label(root) for root in wanted}
        ways: list[Expression] = []
        for root in wanted:
            now = seen | {intent_of_label(root)}
            if len(all_ - now) > left - 1:
                continue
            node = self.node(root, self._schema.depth)
            rest = Series((_SPACE, self.roots(wanted, now, left - 1))) if left > 1 else None
            if now == all_:
                ways.append(Series((node, optional(rest))) if rest else node)
            elif rest:
                ways.append(Series((node, rest)))
        if not ways:
            raise InvalidValue(
                f"more intents at once than the {left} side by side that parses have", value=sorted(all_)
            )
        return Shared(Choice(tuple(ways)))

    def node(self, name: str, depth: int) -> Expression:
        """A label, and what may stand in it; one that `fits`."""
        if (name, depth) not in self._made:
            opened = [Literal(f"[{name} ")]
            self._made[name, depth] = Shared(Series((*opened, *self._inside(name, depth), Literal("]"))))
        return self._made[name, depth]

    def _inside(self, name: str, depth: int) -> tuple[Expression, ...]:
        label = self._schema.label(name)
        nested = [Series((self.node(inner, depth - 1), _SPACE)) for inner in label.nests if self.fits(inner, depth - 1)]
        if self._schema.form == "top":
            any_ = Choice((spaced_word(), *nested))
            if self._schema.may_hold_words_alone(label):
                return (Repeat(any_, 1, MOST_INSIDE),)
            return (Repeat(spaced_word(), 0, MOST_INSIDE), Choice(tuple(nested)), Repeat(any_, 0, MOST_INSIDE))
        ways = [self._value(label)] if label.holds_value else []
        if nested:
            ways.append(Repeat(Choice(tuple(nested)), 1 if label.holds_value else 0, MOST_INSIDE))
        return (Choice(tuple(ways)),) if ways else ()

    def _value(self, label: ParseLabel) -> Expression:
        if self._schema.form == "exr" and label.catalogue:
            return Choice(tuple(map(literal_words, label.catalogue)))
        return words(MOST_WORDS)


def _least_depths(schema: ParseSchema) -> dict[str, int]:
    """Label → how many labels above one another it takes at least to complete it; without those that never are."""
    least: dict[str, int] = {}
    for _ in range(schema.depth):
        for label in schema.labels:
            alone = schema.may_be_empty(label) or schema.may_hold_words_alone(label)
            below = [least[name] for name in label.nests if name in least]
            if alone or below:
                least[label.name] = 1 if alone else 1 + min(below)
    return least


def _like(node: Node, schema: ParseSchema, values_given: bool) -> Expression:
    begin, end = Literal(f"[{node.label} "), Literal("]")
    if holds_value(node, schema):
        value = literal_words(" ".join(node.words)) if values_given else words(MOST_WORDS)
        return Series((begin, value, end))
    inside = [_like(child, schema, values_given) for child in node.nodes]
    if schema.form != "top":
        return Series((begin, *(part for child in inside for part in (child, _SPACE)), end))
    if not inside:
        return Series((begin, words(MOST_CARRIERS), end))
    carriers = Repeat(spaced_word(), 0, MOST_CARRIERS)
    gap = Series((_SPACE, carriers))
    return Series((begin, carriers, *any_order(inside, gap, MOST_IN_ANY_ORDER), end))
