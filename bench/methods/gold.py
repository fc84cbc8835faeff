"""How near outputs in another language are to what people say there for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from backend.domain.normalise import normalised
from backend.domain.parse_match import insensitive_match
from backend.domain.parse_shape import skeleton
from backend.domain.prompt import Prompt
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from bench.figures import pairs_of
from bench.methods.case import Case
from bench.methods.chrf import chrf


@dataclass(frozen=True)
class Compared:
    """An output beside one way in which people say it.

    Attributes:
        hits: (slot, value) pairs that both have, values compared normalised; of: pairs of the one and of the other.
        labels: whether both have the same slots, as often. parse: whether both have the same parse, white space and
            case aside; None where there is none. likeness: chrF of the texts.
    """

    hits: int
    of: int
    labels: bool
    parse: bool | None
    likeness: float

    @property
    def exact(self) -> bool:
        """Whether both have just the same slots and values."""
        return 2 * self.hits == self.of


def figures(kept: Sequence[tuple[Prompt, Utterance]], case: Case) -> dict[str, float | None]:
    """Of all outputs whose seed people have said in the language too, each beside the nearest way; {} without any.

    Slots are compared where one of the two has any: an output without them would be right for nothing.
    """
    found = [one for prompt, made in kept if (one := nearest(made, golds_of(prompt, case))) is not None]
    if not found:
        return {}
    parses = [one.parse for one in found if one.parse is not None]
    slotted = [one for one in found if one.of]
    return {
        "gold_compared": len(found),
        "gold_labels": mean(one.labels for one in slotted) if slotted else None,
        "gold_exact": mean(one.exact for one in slotted) if slotted else None,
        "gold_f1": 2 * sum(one.hits for one in slotted) / sum(one.of for one in slotted) if slotted else None,
        "gold_parse": mean(parses) if parses else None,
        "gold_chrf": mean(one.likeness for one in found),
    }


def golds_of(prompt: Prompt, case: Case) -> list[Utterance]:
    """What people say for the seed that a prompt was made of; several where seeds are the same for it."""
    if prompt.target is None:
        return [gold for seed, gold in case.golds if prompt.examples and seed.text == prompt.examples[0].text]
    return [gold for seed, gold in case.golds if _is_target(seed, prompt, case.schema)]


def nearest(made: Utterance, golds: Sequence[Utterance]) -> Compared | None:
    """The output beside that of several which it is most like, first by its labels; None without any."""
    found = [compared(made, gold) for gold in golds]
    return max(found, key=lambda one: (one.exact, one.hits / max(1, one.of), one.likeness), default=None)


def compared(made: Utterance, gold: Utterance) -> Compared:
    """The output beside one way in which people say it."""
    ours, theirs = (
        Counter((slot, normalised(value)) for slot, value in pairs_of(utterance)) for utterance in (made, gold)
    )
    same = None if made.parse is None or gold.parse is None else insensitive_match(made.parse, gold.parse)
    return Compared(
        (ours & theirs).total(),
        ours.total() + theirs.total(),
        Counter(slot for slot, _ in ours.elements()) == Counter(slot for slot, _ in theirs.elements()),
        same,
        chrf(made.text, gold.text),
    )


def _is_target(seed: Utterance, prompt: Prompt, schema: Schema) -> bool:
    if seed.parse is None or schema.parses is None:
        return False
    return skeleton(seed.parse, schema.parses) == prompt.target
