"""PIZZA (Arkoudas et al. 2022) with the seeds of CLASP: which they are, the values of its catalogues, and the task."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from backend.datasets.parsed import read_parsed
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from bench.parallel import rows

INTENT = "ORDER"

CATALOGUES = {
    "container": "CONTAINERTYPE",
    "drink_volume": "VOLUME",
    "drinks": "DRINKTYPE",
    "number": "NUMBER",
    "quant_qualifier": "QUANTITY",
    "size": "SIZE",
    "style": "STYLE",
    "topping": "TOPPING",
}
"""Catalogue → the label of TOP whose values it lists."""


def shots(folder: Path) -> list[int]:
    """Which lines of dev are the sixteen that the paper begins with.

    Raises:
        NotFound: the data is not there.
    """
    return [at for at, row in enumerate(rows(folder / "dev.jsonl.gz")) if row["clasp_16"]]


def catalogues(folder: Path) -> dict[str, tuple[str, ...]]:
    """Label → the values that the data set's catalogues have for it.

    Raises:
        NotFound: the data is not there.
    """
    found: dict[str, list[str]] = {}
    for row in rows(folder / "catalogs.jsonl.gz"):
        found.setdefault(CATALOGUES[row["catalog"]], []).append(row["surface"])
    return {label: tuple(values) for label, values in found.items()}


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
    values = catalogues(folder)
    labels = tuple(
        replace(label, catalogue=values.get(label.name, ())) if label.holds_value else label
        for label in schema.parses.labels
    )
    some = test if sample is None or sample >= len(test) else tuple(Random(0).sample(test, sample))  # noqa: S311
    return Pizza(seeds, replace(schema, parses=replace(schema.parses, labels=labels)), some)
