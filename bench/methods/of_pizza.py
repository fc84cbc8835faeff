"""PIZZA in the form TOP, from the sixteen seeds of CLASP and the values of its catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from backend.datasets.parsed import read_parsed
from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import ROUND
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import holds_value, with_values
from backend.domain.prompt import Prompt
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.methods import writes_parses
from bench.methods.case import Case, IsNew, Real
from bench.pizza import catalogues, shots


def case(method: str, language: str, _draw: int, is_new: IsNew, data: Path) -> Case:
    """The same seeds in every draw. A method for slots gets them as slots, and its outputs become parses again.

    Raises:
        NotFound: the data is not there.
    """
    folder = data / "pizza"
    dev = said("dev", data)
    seeds = tuple(dev[at] for at in shots(folder))
    parses = _with_catalogues(ParseSchema("top", ROUND.name).extended_by(*(s.parse for s in seeds if s.parse)), folder)
    intents = tuple(sorted({seed.intent for seed in seeds if is_new(seed.intent)}))
    there = real(data)
    if writes_parses(method):
        return Case(language, intents, Schema(tuple(map(Intent, intents)), parses=parses), seeds, there)
    flat = tuple(flattened(seed, parses) for seed in seeds)
    lift = Lift({one.text: seed.parse for one, seed in zip(flat, seeds, strict=True) if seed.parse}, parses)
    return Case(language, intents, _slots(intents, flat, parses), flat, there, lift=lift)


class Lift:
    """Makes a parse again of a seed's with other values.

    Args:
        trees: text of a seed → its parse.
    """

    def __init__(self, trees: dict[str, Parse], schema: ParseSchema) -> None:
        self._trees = trees
        self._schema = schema

    def __call__(self, prompt: Prompt, made: Utterance) -> Utterance:
        """The utterance with the parse of the seed that it was made of, and its own values."""
        parse = with_values(self._trees[prompt.examples[0].text], [value for _, value in made.slots], self._schema)
        return Utterance(parse.text, made.intent, made.language, parse=parse)


def flattened(one: Utterance, schema: ParseSchema) -> Utterance:
    """An utterance with the nodes that hold values as slots.

    Raises:
        ValueError: without a parse.
    """
    if one.parse is None:
        raise ValueError("nothing to flatten")
    spans, at = [], 0
    for label, words in (piece for root in one.parse.roots for piece in _pieces(root, schema)):
        length = len(" ".join(words))
        if label:
            spans.append(Span(at, at + length, label))
        at += length + 1
    return Utterance(one.parse.text, one.intent, one.language, tuple(spans))


@cache
def real(data: Path) -> Real:
    """All utterances that people wrote."""
    return Real((*said("dev", data), *said("test", data)))


@cache
def said(split: str, data: Path) -> tuple[Utterance, ...]:
    """The utterances of a split."""
    return read_parsed(data / "pizza" / f"{split}.jsonl.gz").utterances


def taught(_language: str, data: Path) -> tuple[tuple[Utterance, ...], tuple[Utterance, ...]]:
    """What the student of the round trip learns, and what it is measured on: dev and test, see `values_alone`."""
    dev, test = (tuple(_ordered(one, _real_schema(data)) for one in said(split, data)) for split in ("dev", "test"))
    return dev, test


def values_alone(one: Utterance, data: Path) -> Utterance | None:
    """An utterance with its values as slots, and with what is ordered as its intent; the rest of the parse is lost.

    None where a label is none of the data set's.
    """
    schema = _real_schema(data)
    known = one.parse is not None and all(schema.find(node.label) for node in one.parse.walk())
    return _ordered(one, schema) if known else None


def taught_parses(_language: str, data: Path) -> tuple[Utterance, ...]:
    """What a parsing student of the round trip may learn from: all that people wrote."""
    return real(data).utterances


def _ordered(one: Utterance, schema: ParseSchema) -> Utterance:
    """A student needs two intents to choose from, and the orders have all the same: what stands right inside tells."""
    inside = sorted({node.label for root in one.parse.roots for node in root.nodes}) if one.parse else []
    return replace(flattened(one, schema), intent=".".join((one.intent, *inside)))


@cache
def _real_schema(data: Path) -> ParseSchema:
    return ParseSchema("top", ROUND.name).extended_by(*(one.parse for one in real(data).utterances if one.parse))


def _pieces(node: Node, schema: ParseSchema) -> Iterator[tuple[str, tuple[str, ...]]]:
    """("" or the label of a value, words), in the order of the text."""
    if holds_value(node, schema):
        yield node.label, node.words
        return
    for child in node.children:
        if isinstance(child, str):
            yield "", (child,)
        else:
            yield from _pieces(child, schema)


def _with_catalogues(parses: ParseSchema, folder: Path) -> ParseSchema:
    for name, values in catalogues(folder).items():
        label = parses.find(name)
        if label is not None and label.holds_value:
            parses = parses.with_label(replace(label, catalogue=values))
    return parses


def _slots(intents: tuple[str, ...], flat: tuple[Utterance, ...], parses: ParseSchema) -> Schema:
    names = sorted({slot for one in flat for slot in one.slot_counts})
    slots = tuple(Slot(name, "", label.catalogue) for name in names if (label := parses.find(name)) is not None)
    return Schema(tuple(Intent(name, "", tuple(names)) for name in intents), slots)
