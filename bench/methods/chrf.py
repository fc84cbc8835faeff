"""chrF: how alike two texts are by the runs of characters that both hold.

Popović, "chrF: character n-gram F-score for automatic MT evaluation" (2015): runs of up to six characters, white space
left out, recall counted twice. Of lower-case texts here, since data sets write their languages in different cases.
"""

from __future__ import annotations

from collections import Counter
from statistics import mean

LONGEST = 6
BETA = 2.0


def chrf(text: str, gold: str) -> float:
    """From 0 to 1, for the same text.

    >>> chrf("Weck mich um acht", "weck mich um acht"), chrf("abc", "xyz")
    (1.0, 0.0)
    """
    ours, theirs = ("".join(one.split()).casefold() for one in (text, gold))
    precisions, recalls = [], []
    for length in range(1, min(LONGEST, len(ours), len(theirs)) + 1):
        mine, wanted = (_runs(one, length) for one in (ours, theirs))
        hits = (mine & wanted).total()
        precisions.append(hits / mine.total())
        recalls.append(hits / wanted.total())
    if not precisions:
        return 0.0
    precision, recall = mean(precisions), mean(recalls)
    below = BETA**2 * precision + recall
    return (1 + BETA**2) * precision * recall / below if below else 0.0


def _runs(text: str, length: int) -> Counter[str]:
    return Counter(text[at : at + length] for at in range(len(text) - length + 1))
