"""Which utterances a student learns from, and which say when it has learnt enough."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.notation import write_typed
from backend.domain.utterance import Utterance
from backend.students.labels import LabelMap
from backend.students.split import connected, near_duplicate_keys, split_apart
from backend.students.tokens import is_exact, student_tokens


@dataclass(frozen=True)
class StudentData:
    """The utterances of a training run.

    Attributes:
        teaching: learnt from; measuring: held out, for when to stop only; may be empty.
        labels: what the student can say.

    Raises:
        InvalidValue: fewer than two intents to learn, or a held-out label that nothing teaches.
    """

    teaching: tuple[Utterance, ...]
    measuring: tuple[Utterance, ...]
    labels: LabelMap

    def __post_init__(self) -> None:
        if len(self.counts) < 2:
            raise InvalidValue(
                "training data of one intent",
                value=next(iter(self.counts), ""),
                remedy="A student needs two to choose.",
            )
        known = set(self.labels.slots)
        for utterance in self.measuring:
            if utterance.intent not in self.counts or not utterance.slot_counts.keys() <= known:
                raise InvalidValue("held-out utterance with a label that no other has", value=write_typed(utterance))

    @property
    def sha256(self) -> str:
        """Of what teaches and what measures, in any order; hexadecimal."""
        digest = hashlib.sha256()
        for part in (self.teaching, self.measuring):
            rows = sorted(json.dumps([one.intent, one.language, write_typed(one)]) for one in part)
            digest.update("\n".join([*rows, ""]).encode())
        return digest.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """Utterances to learn from, by intent."""
        return dict(sorted(Counter(utterance.intent for utterance in self.teaching).items()))

    @property
    def widened(self) -> int:
        """Utterances to learn from with a span that ends within a token: they teach all of that token."""
        return sum(not is_exact(one.spans, student_tokens(one.text)) for one in self.teaching)


def student_data(
    utterances: Sequence[Utterance],
    held_out: float,
    *,
    seed: int = 0,
    labels: LabelMap | None = None,
    families: Sequence[Collection[Hashable]] | None = None,
) -> StudentData:
    """Hold a share of every intent out; near-duplicates, and what was made from the same, stay on one side.

    An utterance whose slot would be taught by no other one is not held out, and nor is what is to stay with it.

    Args:
        labels: of a schema; those that occur when None.
        families: as `split_apart` has them.

    Raises:
        InvalidValue: no utterance, too few intents, or parses, which no student learns.
    """
    parsed = next((utterance for utterance in utterances if utterance.parse is not None), None)
    if parsed is not None:
        raise InvalidValue("a parse, which no student learns", value=parsed.text, remedy="Give data with slots.")
    labels = labels or LabelMap.of(utterances)
    parts, let_go = split_apart(utterances, held_out, seed=seed, families=families)
    taught = {span.slot for at in parts.train for span in utterances[at].spans}
    untaught = {at for at in parts.test if not utterances[at].slot_counts.keys() <= taught}
    measuring = set(parts.test)
    for group in connected([_keys(at, utterances, families, let_go) for at in parts.test]) if untaught else ():
        together = {parts.test[place] for place in group}
        if together & untaught:
            measuring -= together
    return StudentData(
        tuple(one for at, one in enumerate(utterances) if at not in measuring),
        tuple(one for at, one in enumerate(utterances) if at in measuring),
        labels,
    )


def _keys(
    at: int,
    utterances: Sequence[Utterance],
    families: Sequence[Collection[Hashable]] | None,
    let_go: Collection[str],
) -> list[Hashable]:
    """What an utterance shares with those that stay on its side."""
    one = utterances[at]
    family = families[at] if families is not None and one.intent not in let_go else ()
    return [*near_duplicate_keys(one), *(("family", name) for name in family)]
