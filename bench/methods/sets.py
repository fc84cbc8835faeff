"""The data sets by name: which methods are measured on each, in which languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.domain.utterance import Utterance
from bench.methods import of_massive, of_mtop, of_pizza, of_snips
from bench.methods.case import Case, IsNew


@dataclass(frozen=True)
class BenchSet:
    """A data set.

    Attributes:
        case: (method, language, draw, is_new, data) → what the method starts from.
        taught: (language, data) → what the joint student of the round trip learns, and what it is measured on.
        taught_parses: likewise, what a parsing student may learn from.
        flat: (utterance with a parse, data) → the same as that joint student learns it; None where it cannot be.
    """

    name: str
    methods: tuple[str, ...]
    languages: tuple[str, ...]
    case: Callable[[str, str, int, IsNew, Path], Case]
    taught: Callable[[str, Path], tuple[tuple[Utterance, ...], tuple[Utterance, ...]]] | None = None
    taught_parses: Callable[[str, Path], tuple[Utterance, ...]] | None = None
    flat: Callable[[Utterance, Path], Utterance | None] | None = None


SETS = {
    one.name: one
    for one in (
        BenchSet(
            "pizza",
            ("clasp-rs", "clasp-gb", "grammar"),
            ("en",),
            of_pizza.case,
            of_pizza.taught,
            of_pizza.taught_parses,
            of_pizza.values_alone,
        ),
        BenchSet(
            "mtop",
            ("clasp-ts", "clasp-tb", "translate"),
            ("de", "es", "fr", "hi"),
            of_mtop.case,
            of_mtop.taught,
            of_mtop.taught_parses,
            of_mtop.slots_alone,
        ),
        BenchSet(
            "massive",
            ("linguist", "translate"),
            ("de", "es", "fr", "hi", "ja", "pt"),
            of_massive.case,
            of_massive.taught,
        ),
        BenchSet(
            "snips",
            ("linguist", "paraphrase", "back-translate", "slot-swap", "grammar"),
            ("en",),
            of_snips.case,
            of_snips.taught,
        ),
    )
}
"""Name → the data set."""
