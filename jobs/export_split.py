"""A split of what is exported into train, dev and test, without leaks: the same for the same data whenever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from backend.domain.errors import Conflict, InvalidValue
from backend.formats.record import Record
from backend.students.split import groups_of, split_apart
from jobs.student_data import material_of
from storage.filters import ExampleFilter

TRAIN, DEV, TEST = "train", "dev", "test"
SEED = 0
"""Which groups go where depends on what they say and on this alone."""


@dataclass(frozen=True)
class Shares:
    """Of each intent's examples, so many percent are put into dev and into test; the rest is for training.

    Raises:
        InvalidValue: below 0, none at all, or nothing left to train on.
    """

    dev: int = 10
    test: int = 10

    def __post_init__(self) -> None:
        if min(self.dev, self.test) < 0 or not 0 < self.dev + self.test <= 90:
            given = f"{self.dev} % dev, {self.test} % test"
            raise InvalidValue("shares of a split", value=given, remedy="Give 0 or more, together 1 to 90 percent.")


@dataclass(frozen=True)
class Sides:
    """Which example is on which side, and how that came, for the manifest."""

    of: Mapping[int, str]
    made: Mapping[str, object]

    def told(self, record: Record) -> Record:
        """The record with its side.

        Raises:
            Conflict: an example that was accepted after the split was made.
        """
        side = self.of.get(int(str(record.provenance["example"])))
        if side is None:
            raise Conflict("examples were accepted while the split was made", remedy="Export again.")
        return replace(record, split=side)


def split_sides(project_id: int, wanted: ExampleFilter, shares: Shares, *, session: Session) -> Sides:
    """Split the accepted examples that pass a filter.

    What says the same but for its values, and what was made from the same seeds, is on one side; where all of an intent
    hangs together by its seeds, these are let go, as the student does when it puts examples aside. Of an intent with
    fewer than five examples all are for training.

    Raises:
        InvalidValue: nothing passes the filter.
    """
    material = material_of(project_id, wanted, session=session)
    said, families = material.utterances, material.families
    first, let_go = split_apart(said, shares.test / 100, seed=SEED, families=families)
    rest = first.train
    second, also = split_apart(
        [said[at] for at in rest],
        shares.dev / (100 - shares.test),
        seed=SEED,
        families=[families[at] for at in rest],
    )
    sides = dict.fromkeys(material.ids, TRAIN)
    sides |= {material.ids[at]: TEST for at in first.test}
    sides |= {material.ids[rest[at]]: DEV for at in second.test}
    held = {(sides[id_], one.intent) for id_, one in zip(material.ids, said, strict=True)}
    intents = sorted({intent for _, intent in held})
    made: dict[str, object] = {
        "percent": {DEV: shares.dev, TEST: shares.test},
        "seed": SEED,
        "groups": len(groups_of(said, families)),
        "on_one_side": "what says the same but for the values of its slots, and what was made from the same seeds",
        "families_let_go": sorted((let_go - set(first.unsplit)) | (also - set(second.unsplit))),
        "intents_without": {side: [one for one in intents if (side, one) not in held] for side in (DEV, TEST)},
    }
    return Sides(sides, made)
