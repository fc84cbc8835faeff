"""PIZZA (Arkoudas et al. 2022) as CLASP is measured on it: 16 seeds, the catalogues, and the test set."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from backend.datasets.parsed import read_parsed
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance

INTENT = "ORDER"

_LABELS = {
    "container": "CONTAINERTYPE",
    "drink_volume": "VOLUME",
    "drinks": "DRINKTYPE",
    "number": "NUMBER",
    "quant_qualifier": "QUANTITY",
    "size": "SIZE",
    "style": "STYLE",
    "topping": "TOPPING",
}
"""Catalogue → the label of its values."""


@dataclass(frozen=True)
class Pizza:
    """The task.

    Attributes:
        seeds: the sixteen of the paper, in the form `top`. schema: what these have, with the catalogues.
        test: the test set, or a sample of it.
    """

    seeds: tuple[Utterance, ...]
    schema: Schema
    test: tuple[Utterance, ...]

    @property
    def parses(self) -> ParseSchema:
        """The schema of its parses."""
        assert self.schema.parses is not None  # `pizza` makes no other
        return self.schema.parses


def pizza(folder: Path, sample: int | None = None) -> Pizza:
    """The task, from the folder of the data set.

    Args:
        sample: test utterances, always the same; None for all.

    Raises:
        NotFound: the data is not there.
    """
    dev, test = (read_parsed(folder / f"{part}.jsonl.gz").utterances for part in ("dev", "test"))
    seeds = tuple(dev[at] for at in shots(folder))
    schema = Schema(parses=ParseSchema("top", "round")).extended_by(*seeds)
    assert schema.parses is not None  # as it was given
    values = _catalogues(folder)
    labels = tuple(
        replace(label, catalogue=tuple(values[label.name])) if label.holds_value else label
        for label in schema.parses.labels
    )
    some = test if sample is None or sample >= len(test) else tuple(Random(0).sample(test, sample))  # noqa: S311
    return Pizza(seeds, replace(schema, parses=replace(schema.parses, labels=labels)), some)


def shots(folder: Path) -> list[int]:
    """Which lines of dev are the sixteen that the paper begins with."""
    return [at for at, line in enumerate(_lines(folder / "dev.jsonl.gz")) if line["clasp_16"]]


def _catalogues(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in _lines(folder / "catalogs.jsonl.gz"):
        if line["catalog"] in _LABELS:
            found[_LABELS[line["catalog"]]].append(line["surface"])
    return found


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        for line in opened:
            yield json.loads(line)
