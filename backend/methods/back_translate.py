"""Back-translate: an accepted utterance into another language and back, both in one reply.

Rosenbaum et al., "LINGUIST: Language Model Instruction Tuning to Generate Annotated Utterances for Intent
Classification and Slot Tagging" (2022), section 4; there, a translation model was called twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.expression import Expression, Literal, Series
from backend.domain.language import language_name
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.pool import of_intent
from backend.methods.rewording import OTHER_METHOD, Rewording, given_values
from backend.methods.sources import in_language, with_slots_of
from backend.methods.text_grammar import SEPARATOR, plain_text

PIVOT, PIVOT_OF_ITSELF = "en", "fr"
"""The language in between: the one that teachers write best, and for that one the one they write next best."""


class BackTranslate(Rewording):
    """The method `back-translate` (see the protocol in `base`)."""

    name = "back-translate"
    description = "One accepted utterance at a time, to English (English to French) and back; its slots are found anew."
    place = 30

    def sources(self, request: Request, schema: Schema, seeds: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """Those in the language asked for."""
        pool = in_language(of_intent(seeds, request, schema), request)
        return with_slots_of(pool, request, remedy=f"Add a seed in this language with these slots, {OTHER_METHOD}")

    def view(self, request: Request, source: Utterance) -> Mapping[str, Any]:
        """Only the values that were given are to be kept: the others may come back in other words."""
        return {
            "language": language_name(request.language),
            "pivot": language_name(pivot(request.language)),
            "text": source.text,
            "keep": given_values(request),
        }

    def reply(self, prompt: Prompt) -> Expression:
        """`French: … | English: …`: on one line, since a reply ends with its line."""
        there, back = _labels(prompt.language)
        text = plain_text(prompt.examples[0].text)
        return Series((Literal(f"{there} "), text, Literal(f" {SEPARATOR} {back} "), text))

    def text_of(self, prompt: Prompt, line: str) -> str:
        """What stands after the language's own name, behind the bar."""
        _, back = _labels(prompt.language)
        _, bar, second = line.partition(SEPARATOR)
        if not bar or not second.lstrip().startswith(back):
            raise InvalidValue(f"reply without its part after {SEPARATOR} {back}", value=line)
        return second.lstrip().removeprefix(back).strip()


def pivot(language: str) -> str:
    """The language by way of which it is."""
    return PIVOT_OF_ITSELF if language.split("-")[0] == PIVOT else PIVOT


def _labels(language: str) -> tuple[str, str]:
    return f"{language_name(pivot(language))}:", f"{language_name(language)}:"


METHOD = BackTranslate()
