"""The experiments by name: the rows of each, all on the same cases."""

from __future__ import annotations

from dataclasses import dataclass

from bench.students.rows import REAL, SEEDS, UPSAMPLED

DECISIONS = (20, 40, 80, 160)


@dataclass(frozen=True)
class Experiment:
    """Rows that are read together; one whose method the product does not have is skipped."""

    name: str
    about: str
    rows: tuple[str, ...]


EXPERIMENTS = {
    one.name: one
    for one in (
        Experiment(
            "new-intent",
            "SNIPS, a new intent from 10 utterances",
            (
                SEEDS,
                UPSAMPLED,
                "slot-swap",
                "grammar",
                "paraphrase",
                "back-translate",
                "linguist",
                "linguist+score",
                "linguist+slots",
                "linguist+filter",
                "linguist+oracle",
                REAL,
            ),
        ),
        Experiment(
            "names-alone",
            "SNIPS, a new intent from the names of its labels alone",
            (UPSAMPLED, "names:linguist", "names:linguist+oracle", REAL),
        ),
        Experiment(
            "decisions",
            "SNIPS, a new intent: what so many decisions of a reviewer are worth, by the order of the candidates",
            (
                UPSAMPLED,
                *(f"linguist@{order}-edits:{count}" for count in DECISIONS for order in ("random", "app")),
                f"linguist@doubted-edits:{DECISIONS[-1]}",
                REAL,
            ),
        ),
    )
}
