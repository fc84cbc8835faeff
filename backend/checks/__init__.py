"""What a reply must pass before a person sees it: one rule per function, in a fixed order.

The rules for slots are those of LINGUIST's filtering (section 3.3), and hold for every method that asks for slots, the
language being checked on top of them; those for parses are CLASP's (section 3.4), and hold for every method that
writes parses.
"""

from __future__ import annotations

from collections.abc import Container

from backend.checks.asked import labels_as_asked, value_kept, wildcard_filled
from backend.checks.language import in_language
from backend.checks.new import copy_of_example, duplicate
from backend.checks.parses import parse_as_asked, parse_as_schema, values_as_given, values_in_text
from backend.checks.refusal import refusal
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
    "refusal",
    "copy",
    DUPLICATE,
)
"""The names of all checks of slots, in their order."""

PARSE_CHECKS = (
    WELL_FORMED,
    "parse-as-schema",
    "parse-as-asked",
    "value-kept",
    "values-in-text",
    "language",
    "refusal",
    "copy",
    DUPLICATE,
)
"""The same of parses."""


def run_checks(utterance: Utterance, prompt: Prompt, seen: Container[str]) -> tuple[Verdict, ...]:
    """All verdicts on an utterance that was read, in the order of `CHECKS` or, with a parse, of `PARSE_CHECKS`.

    Args:
        seen: normalised texts of what there is already in the utterance's language, seeds included.
    """
    parse, parses = utterance.parse, prompt.parses
    if parse is not None and parses is not None:
        return (
            Verdict(WELL_FORMED, True),
            parse_as_schema(parse, parses),
            parse_as_asked(parse, prompt),
            values_as_given(parse, prompt, parses),
            values_in_text(utterance, parse, prompt, parses),
            in_language(utterance),
            refusal(utterance, prompt),
            copy_of_example(utterance, prompt),
            duplicate(utterance, seen),
        )
    return (
        Verdict(WELL_FORMED, True),
        Verdict(SLOTS_PROJECTED, True),
        labels_as_asked(utterance, prompt),
        value_kept(utterance, prompt),
        wildcard_filled(utterance, prompt),
        in_language(utterance),
        refusal(utterance, prompt),
        copy_of_example(utterance, prompt),
        duplicate(utterance, seen),
    )


__all__ = [
    "CHECKS",
    "PARSE_CHECKS",
    "SLOTS_PROJECTED",
    "WELL_FORMED",
    "copy_of_example",
    "duplicate",
    "in_language",
    "labels_as_asked",
    "refusal",
    "run_checks",
    "value_kept",
    "wildcard_filled",
]
