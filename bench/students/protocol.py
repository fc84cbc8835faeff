"""How large an experiment is: the small protocol takes two cores hours and a GPU minutes, the full one is for a GPU."""

from __future__ import annotations

from dataclasses import dataclass

from backend.students.settings import StudentSettings

SEEDS = 3
"""Seeds of a complete run: each draws other seed utterances, generates anew and trains anew."""


@dataclass(frozen=True)
class Protocol:
    """Sizes and settings, the same for all rows.

    Attributes:
        others: utterances of every intent but the new one; None for all there are.
        outputs: raw outputs that a method writes for the new intent, before any is dropped.
        student: how every student is trained. Nothing is held out: of ten seeds none can be spared, and every run
            has the same steps.
        oracle: how the one student is trained that plays the honest reviewer, on all real training data.
    """

    name: str
    others: int | None
    outputs: int
    student: StudentSettings
    oracle: StudentSettings


_SMALL = StudentSettings(passes=3, least_steps=1, batch_tokens=512, learning_rate=5e-4, held_out=0.0)
_FULL = StudentSettings(passes=5, least_steps=1, batch_tokens=1024, learning_rate=3e-4, held_out=0.0)

PROTOCOLS = {
    one.name: one
    for one in (
        Protocol("small", 300, 200, _SMALL, StudentSettings(passes=2, least_steps=1, batch_tokens=512, held_out=0.0)),
        Protocol("full", None, 1000, _FULL, _FULL),
    )
}
