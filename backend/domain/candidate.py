"""A teacher's reply, read and checked: kept for review, or dropped with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.utterance import Utterance

ANSWERED = "answered"
"""The check that an output passes unless the teacher refused its request; then the detail says why, and it is the only
one."""

WELL_FORMED = "well-formed"
"""The check that a reply passes when the method's reader can read it; the reader's error is the detail."""

SLOTS_PROJECTED = "slots-projected"
"""The check that a reply passes when its slots are known: written in it, or found by aligning it with its source."""

DUPLICATE = "duplicate"
"""The check that a text passes when the project does not have it yet."""


@dataclass(frozen=True)
class Verdict:
    """What one check says; `check` is its name, `detail` names the value when it failed."""

    check: str
    passed: bool
    detail: str = ""


def as_stored(raw: str) -> str:
    """A raw output as it is stored: PostgreSQL stores no NUL in text."""
    return raw.replace("\x00", "\ufffd")


@dataclass(frozen=True)
class StoredOutput:
    """A raw output that was stored before a crash: which prompt of the request it answers, and whether it was kept."""

    prompt_index: int
    raw: str
    kept: bool


@dataclass(frozen=True)
class Candidate:
    """One raw output with what came of it.

    `utterance` is None when the output could not be read. `prompt_index` and `index` say which
    prompt of the request and which output of the request it is, both from 0. `input_tokens` are those
    of the prompt that were paid for with this output.
    """

    raw: str
    utterance: Utterance | None
    verdicts: tuple[Verdict, ...]
    index: int
    prompt_index: int = 0
    tokens: int = 0
    input_tokens: int = 0

    @property
    def dropped_for(self) -> Verdict | None:
        """The first check that failed; None for a candidate that is kept."""
        return next((verdict for verdict in self.verdicts if not verdict.passed), None)

    @property
    def kept(self) -> bool:
        return self.utterance is not None and self.dropped_for is None
