"""How well an order or a check finds the wrong ones: arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence

FIRST = 0.1
"""Share of the candidates that is reviewed first."""


def found_first(urgency: Sequence[float], wrong: Sequence[bool], share: float = FIRST) -> float:
    """Share of the wrong ones among so many of the most urgent; equals come in the order that they have.

    >>> found_first([0.1, 0.9, 0.8, 0.2], [False, True, False, True], share=0.5)
    0.5
    """
    order = sorted(range(len(urgency)), key=lambda at: -urgency[at])
    first = order[: round(share * len(order))]
    return sum(wrong[at] for at in first) / max(1, sum(wrong))


def right_first(urgency: Sequence[float], wrong: Sequence[bool], share: float) -> float:
    """Share of right ones among so many of the least urgent, as a review meets them that begins with what is right.

    >>> right_first([0.1, 0.9, 0.8, 0.2], [False, True, False, True], share=0.5)
    0.5
    """
    order = sorted(range(len(urgency)), key=lambda at: urgency[at])
    first = order[: round(share * len(order))]
    return sum(not wrong[at] for at in first) / max(1, len(first))


def precision_recall(told: Sequence[bool], wrong: Sequence[bool]) -> tuple[float, float]:
    """Of those that are told how many are wrong, and of the wrong ones how many are told; 0 without any.

    >>> precision_recall([True, True, False, False], [True, False, True, False])
    (0.5, 0.5)
    """
    both = sum(one and two for one, two in zip(told, wrong, strict=True))
    return both / max(1, sum(told)), both / max(1, sum(wrong))


def auc(urgency: Sequence[float], wrong: Sequence[bool]) -> float:
    """How probable a wrong one is more urgent than a right one: 0.5 by chance, 1 at best."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(list(wrong), list(urgency)))
