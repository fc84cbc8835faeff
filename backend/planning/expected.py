"""How much of what a method writes will be accepted: measured where it can be, assumed where not."""

from __future__ import annotations

from backend.domain.standing import Record

ASSUMED_KEPT = 0.75
"""Of the raw outputs of a method that the project knows nothing of, what the checks let through."""

ASSUMED_ACCEPTED = 0.5
"""Of the candidates of such a method, what a reviewer accepts. Strict readers accepted about half of what the
packaged teacher wrote for intents it was never tuned on."""

ASSUMED_WEIGHT = 20
"""How many observations the assumption counts for: after five times as many it hardly matters."""

LEAST = 0.05
"""No method is expected to do worse: twenty are asked for one at most, whatever the first few decisions were."""


def kept_share(record: Record) -> float:
    """What the checks let through of the raw outputs, from 0 to 1.

    >>> kept_share(Record()), kept_share(Record(raw=80, kept=60))
    (0.75, 0.75)
    """
    return _share(record.kept, record.raw, ASSUMED_KEPT)


def accepted_share(record: Record) -> float:
    """What reviewers accept of the candidates, from 0 to 1.

    >>> accepted_share(Record()), accepted_share(Record(accepted=80))
    (0.5, 0.9)
    """
    return _share(record.accepted, record.accepted + record.rejected, ASSUMED_ACCEPTED)


def expected_yield(record: Record) -> float:
    """Accepted examples to be expected of one raw output, from LEAST to 1.

    >>> expected_yield(Record()), expected_yield(Record(raw=500, rejected=400))
    (0.375, 0.05)
    """
    return max(kept_share(record) * accepted_share(record), LEAST)


def _share(found: int, of: int, assumed: float) -> float:
    return (found + ASSUMED_WEIGHT * assumed) / (of + ASSUMED_WEIGHT)
