"""What a reply must pass before a person sees it: one rule per function, in a fixed order.

The rules are those of LINGUIST's filtering (section 3.3), and hold for every method that asks for slots; the language
is checked on top of them.
"""

from __future__ import annotations

from collections.abc import Container

from backend.checks.asked import labels_as_asked, value_kept, wildcard_filled
from backend.checks.language import in_language
from backend.checks.new import copy_of_example, duplicate
from backend.domain.candidate import DUPLICATE, SLOTS_PROJECTED, WELL_FORMED, Verdict
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance

CHECKS = (
    WELL_FORMED,
    SLOTS_PROJECTED,
    "labels-as-asked",
    "value-kept",
    "wildcard-filled",
    "language",
    "copy",
    DUPLICATE,
)
"""The names of all checks, in their order."""


def run_checks(utterance: Utterance, prompt: Prompt, seen: Container[str]) -> tuple[Verdict, ...]:
    """All verdicts on an utterance that was read, in the order of `CHECKS`.

    Args:
        seen: normalised texts of what there is already in the utterance's language, seeds included.
    """
    return (
        Verdict(WELL_FORMED, True),
        Verdict(SLOTS_PROJECTED, True),
        labels_as_asked(utterance, prompt),
        value_kept(utterance, prompt),
        wildcard_filled(utterance, prompt),
        in_language(utterance),
        copy_of_example(utterance, prompt),
        duplicate(utterance, seen),
    )


__all__ = [
    "CHECKS",
    "SLOTS_PROJECTED",
    "WELL_FORMED",
    "copy_of_example",
    "duplicate",
    "in_language",
    "labels_as_asked",
    "run_checks",
    "value_kept",
    "wildcard_filled",
]
