"""What a reviewer may decide, and what a decision carries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal, get_args

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance

Action = Literal["accept", "reject", "edit", "skip", "flag"]
Status = Literal["pending", "accepted", "rejected"]

ACTIONS: tuple[str, ...] = get_args(Action)
STATUSES: tuple[str, ...] = get_args(Status)

ORIGINS = ("seed", "generated", "imported")
"""Where an example comes from: typed or uploaded as a seed, written by a teacher, uploaded as a candidate."""

REASONS = ("wrong intent", "wrong slots", "unnatural", "wrong language", "too similar", "other")
"""Why a candidate with slots is rejected; picked by digit."""

PARSE_REASONS = tuple("wrong parse" if reason == "wrong slots" else reason for reason in REASONS)
"""The same of a candidate with a parse."""


def reasons_of(*, parses: bool) -> tuple[str, ...]:
    """Those that a project offers, of parses or of slots."""
    return PARSE_REASONS if parses else REASONS


RESULTING_STATUS: dict[str, Status] = {"accept": "accepted", "edit": "accepted", "reject": "rejected"}
"""An edit accepts what it corrects; a skip leaves the status as it is, and so does a flag, set or taken away."""


SHARING = (2654435761, 2**32, 100)
"""Factor and moduli that spread ids evenly over 0 to 99 (Knuth's multiplicative hash); storage computes it in SQL."""


@dataclass(frozen=True)
class DecisionCreate:
    """One decision on one version of one example.

    Attributes:
        version: of the example, as the reviewer saw it; an other one now makes the decision stale.
        uid: made once where the key was pressed, so that sending it again stores it once.
        utterance: the corrected utterance of an edit; None otherwise.
        bulk_uid: shared by decisions that were made at once, by one key; they are undone at once too.
        settles: it ends a disagreement of two reviewers, and is no vote itself.
        elsewhere: it is not made in the review, whose undo leaves it as it is.

    Raises:
        InvalidValue: unknown action, an edit without its utterance, a reason without a rejection.
    """

    example_id: int
    version: int
    action: str
    uid: str
    reason: str = ""
    reviewer: str = ""
    utterance: Utterance | None = None
    bulk_uid: str | None = None
    settles: bool = False
    elsewhere: bool = False

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise InvalidValue("unknown decision", value=self.action, remedy=f"Use one of: {', '.join(ACTIONS)}.")
        if (self.action == "edit") != (self.utterance is not None):
            raise InvalidValue("an edit carries a corrected utterance, and nothing else does", value=self.action)
        if self.reason and self.action != "reject":
            raise InvalidValue("only a rejection has a reason", value=self.reason)
        if len(self.reason) > 200:
            raise InvalidValue("reason of over 200 characters", value=self.reason)
        for uid in (self.uid, self.bulk_uid or self.uid):
            try:
                uuid.UUID(uid)
            except ValueError as error:
                raise InvalidValue("not a decision uid", value=uid, remedy="Send a UUID.") from error


def is_shared(example_id: int, percent: int) -> bool:
    """Whether a candidate is one of the `percent` (0 to 100) that two reviewers judge, each without the other.

    The same for everybody and for good; raising the percentage only adds to them.
    """
    return (example_id * SHARING[0] % SHARING[1]) % SHARING[2] < percent
