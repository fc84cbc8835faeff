"""The rows of the PIZZA experiment: what a student of each one learns beside the sixteen seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse import Node, Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import holds_value, values, with_values
from backend.domain.utterance import Utterance
from backend.methods.parse_agreement import article, grammatical_number
from backend.methods.parse_replacing import known_values

SEEDS, GRAMMAR = "seeds", "grammar"


@dataclass(frozen=True)
class PizzaRow:
    """What is learnt beside the seeds: the outputs of `methods`, and of the grammar where it is among them."""

    key: str
    methods: tuple[str, ...]

    @property
    def title(self) -> str:
        """The row as people read it."""
        return " + ".join(self.methods) if self.methods else "seeds only"


ROWS = {
    row.key: row
    for row in (
        PizzaRow(SEEDS, ()),
        PizzaRow(GRAMMAR, (GRAMMAR,)),
        PizzaRow("recombine", ("recombine",)),
        PizzaRow("clasp-rs", ("clasp-rs",)),
        PizzaRow("clasp-gb", ("clasp-gb",)),
        PizzaRow("all", ("clasp-rs", "clasp-gb", "recombine")),
    )
}


def chosen(names: Sequence[str] | None) -> tuple[PizzaRow, ...]:
    """The rows of those names, seeds only first, since all others are compared with it; all when None.

    Raises:
        InvalidValue: no such row.
    """
    for name in names or ():
        if name not in ROWS:
            raise InvalidValue("unknown row", value=name, remedy=f"Use some of: {', '.join(ROWS)}.")
    return tuple(row for row in ROWS.values() if names is None or row.key in (SEEDS, *names))


def from_grammar(seeds: Sequence[Utterance], schema: ParseSchema, count: int, draw: int) -> tuple[Utterance, ...]:
    """Up to `count` utterances of a grammar: templates, which are the seeds without their values, filled from the
    seeds and the catalogues, number and article kept. None is a seed, none comes twice; no teacher writes.

    CLASP's own baseline is another grammar, written by hand, whose samples are in PIZZA's train set.
    """
    parses = [seed.parse for seed in seeds if seed.parse]
    known = known_values(schema, parses)
    seen = {normalised(seed.text) for seed in seeds}
    found: list[Utterance] = []
    for turn in range(20 * count):
        if len(found) == count:
            break
        rng = Random(f"{draw}/{turn}")  # noqa: S311 - sampling, no secret
        parse = _filled(rng.choice(parses), schema, known, rng)
        if normalised(parse.text) not in seen:
            seen.add(normalised(parse.text))
            found.append(Utterance(parse.text, parse.intent, "en", parse=parse))
    return tuple(found)


def _filled(template: Parse, schema: ParseSchema, known: dict[str, tuple[str, ...]], rng: Random) -> Parse:
    fresh = []
    for label, value in values(template, schema):
        number = grammatical_number(value, "en")
        like = [one for one in known[label] if grammatical_number(one, "en") == number]
        fresh.append(rng.choice(like or [value]))
    filled = with_values(template, fresh, schema)
    return with_values(filled, _agreeing(filled, schema), schema)


def _agreeing(parse: Parse, schema: ParseSchema) -> list[str]:
    """The values, with `a` or `an` as the word after each wants it."""
    leaves, at = [*parse.leaves, ""], 0
    found: list[str] = []

    def look(node: Node) -> None:
        nonlocal at
        if holds_value(node, schema):
            at += len(node.words)
            found.append(article(" ".join(node.words), leaves[at], "en"))
            return
        for child in node.children:
            if isinstance(child, Node):
                look(child)
            else:
                at += 1

    for root in parse.roots:
        look(root)
    return found
