"""The rows of the experiment: what a student of each one learns of a new intent beside its English utterances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance
from bench.students.cross.cases import CrossCase
from bench.students.cross.protocol import MASSIVE, MTOP
from bench.students.sampling import mixed

ZERO_SHOT, ONE_SHOT, REAL = "zero-shot", "one-shot", "real"


@dataclass(frozen=True)
class CrossRow:
    """A row of the table.

    Attributes:
        method: whose outputs are learnt beside the shot; "" for none. sets: on which it is measured.
    """

    key: str
    title: str
    method: str = ""
    sets: tuple[str, ...] = (MASSIVE, MTOP)


ROWS = {
    row.key: row
    for row in (
        CrossRow(ZERO_SHOT, "zero-shot"),
        CrossRow(ONE_SHOT, "one-shot"),
        CrossRow("translate", "one-shot + translate", "translate"),
        CrossRow("linguist", "one-shot + linguist", "linguist"),
        CrossRow("clasp-ts", "one-shot + clasp-ts", "clasp-ts", (MTOP,)),
        CrossRow("clasp-tb", "one-shot + clasp-tb", "clasp-tb", (MTOP,)),
        CrossRow(REAL, "real utterances"),
    )
}


def chosen(names: Sequence[str] | None) -> tuple[CrossRow, ...]:
    """The rows of those names; one-shot is always among them, since all others are compared with it; all when None.

    Raises:
        InvalidValue: no such row.
    """
    for name in names or ():
        if name not in ROWS:
            raise InvalidValue("unknown row", value=name, remedy=f"Use some of: {', '.join(ROWS)}.")
    return tuple(row for row in ROWS.values() if names is None or row.key in (ONE_SHOT, *names))


def taught(case: CrossCase, row: CrossRow, made: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """All that a student of a row learns in a pass: as many utterances of each new intent, whatever the row.

    Args:
        made: what the row's method wrote and the checks kept; each once, the shot for the rest.
    """
    learnt = list(case.known)
    for intent in case.intents:
        english, shot, real, some = (
            tuple(one for one in pool if one.intent == intent) for pool in (case.english, case.shots, case.real, made)
        )
        rng = Random(f"{case.name}/{row.key}/{intent}")  # noqa: S311 - a sample, no secret
        if row.key == ZERO_SHOT:
            learnt += mixed(english, (), len(english) + case.size, rng)
        elif row.key == REAL:
            learnt += (*english, *mixed(real, (), case.size, rng))
        else:
            learnt += (*english, *mixed(shot, some, case.size, rng))
    return tuple(learnt)
