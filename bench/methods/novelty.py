"""How much of what was kept is new: to the data set, and within itself."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import mean

from backend.domain.normalise import normalised
from backend.domain.tokens import tokens
from backend.domain.utterance import Utterance
from bench.figures import distinct_2, mean_words, novel_values, pairs_of
from bench.methods.case import Case


def figures(kept: Sequence[Utterance], case: Case, seed: int) -> dict[str, float | None]:
    """Shares from 0 to 1; None of nothing.

    `new_texts` are those that nobody said in the data set, `new_values` slot values that nobody said there under
    the same slot, `new_values_to_seeds` likewise of the seeds. `distinct_2_real` is of as many real utterances of the
    same intents, drawn at random. `slots` are values of an output on average: what loses its slots is easier to keep.
    """
    if not kept:
        return {}
    values = [(slot, normalised(value)) for one in kept for slot, value in pairs_of(one)]
    of_intents = [one for one in case.real.utterances if one.intent in case.intents]
    rng = Random(f"real/{seed}")  # noqa: S311 - a sample, no secret
    beside = rng.sample(of_intents, min(len(kept), len(of_intents)))
    return {
        "new_texts": sum(normalised(one.text) not in case.real.texts for one in kept) / len(kept),
        "new_values": _share(sum(value not in case.real.values for value in values), len(values)),
        "new_values_to_seeds": _share(*novel_values(kept, case.seeds)),
        "distinct_2": distinct_2([spaced(one) for one in kept]),
        "distinct_2_real": distinct_2([spaced(one) for one in beside]),
        "slots": len(values) / len(kept),
        "slots_of_seeds": mean(len(pairs_of(one)) for one in case.seeds),
        "words": mean_words(kept),
        "words_real": mean_words(beside),
    }


def spaced(utterance: Utterance) -> str:
    """The text with a space between its tokens, which some languages write without.

    >>> spaced(Utterance("音楽", "any", "ja"))
    '音 楽'
    """
    return " ".join(token.text for token in tokens(Utterance(utterance.text, utterance.intent, utterance.language)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
