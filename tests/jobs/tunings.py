"""What the tests of tunings order, and what there is to learn from."""

from __future__ import annotations

from pathlib import Path

from backend.domain.utterance import Span, Utterance
from backend.teacher.tuning.settings import TuneSettings
from jobs.tuning import TuningOrder
from storage.engine import Store
from storage.examples import add_examples
from storage.tables import Project

CITIES = ("oslo", "rome", "lima", "cairo", "paris", "quito", "delhi", "tokyo", "accra", "sofia", "bern", "riga")
TINY = TuneSettings(passes=2, held_out=0.3, batch_tokens=256, longest=200, evaluations=4, rank=4)


def learnable(store: Store, project: Project) -> None:
    """Give the project 30 accepted examples."""
    made = [
        Utterance(f"{lead} {city}", "book_trip", "en", (Span(len(lead) + 1, len(lead) + 1 + len(city), "city"),))
        for lead in ("bring me to", "a ticket to")
        for city in CITIES
    ]
    other = [Utterance(f"call off number {number}", "cancel_trip") for number in range(6)]
    with store.write() as session:
        add_examples(project.id, [*made, *other], origin="imported", status="accepted", provenance={}, session=session)


def order(base: Path | str, name: str = "mine", **more: object) -> TuningOrder:
    return TuningOrder(name, str(base), ("linguist",), settings=TINY, **{"excluded": (), **more})  # type: ignore[arg-type]
