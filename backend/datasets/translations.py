"""Which words translate each other, learnt from sentences that do: IBM's Model 1 in both directions.

Brown et al., "The Mathematics of Statistical Machine Translation" (1993), section 4.2.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

Sentence = Sequence[str]
Chances = Mapping[tuple[str | None, str], float]
"""(word or None, which stands for no word, word of the other language) → probability of the second given the first."""

ROUNDS = 4
_FORGOTTEN = 1e-3
_UNSEEN = 1e-9


def word_translations(
    pairs: Sequence[tuple[Sentence, Sentence]], *, least: float = 0.05, sentences: int = 2
) -> dict[tuple[str, str], float]:
    """(word, its translation) → the geometric mean of the probabilities of one given the other.

    Args:
        pairs: sentences as words, and the same in the other language.
        least: translations that are less sure are left out; so are words in fewer than `sentences` sentences.
    """
    there, back = model_1(pairs), model_1([(second, first) for first, second in pairs])
    often = [Counter(word for pair in pairs for word in set(pair[side])) for side in (0, 1)]
    found = {}
    for (word, other), chance in there.items():
        if word is not None and often[0][word] >= sentences and often[1][other] >= sentences:
            surely = math.sqrt(chance * back.get((other, word), 0.0))
            if surely >= least:
                found[word, other] = surely
    return found


def model_1(pairs: Sequence[tuple[Sentence, Sentence]], rounds: int = ROUNDS) -> Chances:
    """The probability of each word of the second sentences given each word of the first."""
    chances: dict[tuple[str | None, str], float] = {}
    for number in range(rounds):
        expected: dict[tuple[str | None, str], float] = defaultdict(float)
        total: dict[str | None, float] = defaultdict(float)
        for first, second in pairs:
            words = (None, *first)
            for other in second:
                shares = [chances.get((word, other), _UNSEEN) if number else 1.0 for word in words]
                whole = sum(shares)
                for word, share in zip(words, shares, strict=True):
                    expected[word, other] += share / whole
                    total[word] += share / whole
        chances = {(word, other): n / total[word] for (word, other), n in expected.items() if n > _FORGOTTEN}
    return chances
