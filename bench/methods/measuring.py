"""The figures of one cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bench.methods import gold, novelty
from bench.methods.case import Case
from bench.methods.round_trip import RoundTrip
from bench.methods.sets import SETS
from bench.methods.teachers import Cell
from bench.methods.writing import Written
from bench.writing import yields


@dataclass(frozen=True)
class Measured:
    """What came of a cell.

    Attributes:
        figures: shares from 0 to 1 and numbers; None or not there where there is nothing to tell it from.
        yields: how many outputs were kept, and how many dropped for each check.
        intents: that were written for; unable: intent → why the method cannot.
        device: where the teacher wrote, and in which dtype.
    """

    cell: Cell
    figures: dict[str, float | None]
    yields: dict[str, int]
    intents: tuple[str, ...]
    unable: dict[str, str]
    device: str = ""

    def as_json(self) -> dict[str, Any]:
        """All of it, to be stored."""
        found = {name: value for name, value in vars(self).items() if name != "cell"}
        return {**vars(self.cell), "teacher": self.cell.shown_teacher, **found}


def measured(cell: Cell, case: Case, written: Written, round_trip: RoundTrip) -> Measured:
    """The figures of what was written for a cell; they are of what the checks kept, but for the yield."""
    kept = [one for _, one in written.kept]
    reasons = Counter(yields(one.line for one in written.outputs))
    tokens = sum(one.line["tokens"] for one in written.outputs)
    seconds = max(written.seconds, 1e-3)
    return Measured(
        cell,
        {
            "kept": len(kept) / len(written.outputs),
            "seconds": written.seconds,
            "kept_per_second": len(kept) / seconds,
            "tokens_per_second": tokens / seconds if tokens else None,
            **gold.figures(written.kept, case),
            **round_trip.figures(SETS[cell.set], cell.language, kept),
            **novelty.figures(kept, case, cell.seed),
        },
        dict(reasons.most_common()),
        tuple(one for one in case.intents if one not in written.unable),
        written.unable,
        " ".join(str(written.card.get(name, "")) for name in ("device", "dtype")).strip(),
    )
