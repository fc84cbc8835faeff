"""PIZZA (Arkoudas et al. 2022) with the seeds of CLASP: which they are, and the values of its catalogues."""

from __future__ import annotations

from pathlib import Path

from bench.parallel import rows

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
