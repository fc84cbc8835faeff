"""Paraphrase: an accepted utterance in other words of its language, the light baseline among those with a teacher.

Rosenbaum et al., "LINGUIST: Language Model Instruction Tuning to Generate Annotated Utterances for Intent
Classification and Slot Tagging" (2022), section 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.expression import Expression
from backend.domain.language import language_name
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.pool import of_intent
from backend.methods.rewording import OTHER_METHOD, Rewording
from backend.methods.sources import in_language, with_slots_of
from backend.methods.text_grammar import plain_text


class Paraphrase(Rewording):
    """The method `paraphrase` (see the protocol in `base`)."""

    name = "paraphrase"
    description = "One accepted utterance at a time in other words; its slots are found anew."
    place = 20

    def sources(self, request: Request, schema: Schema, seeds: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """Those in the language asked for."""
        pool = in_language(of_intent(seeds, request, schema), request)
        return with_slots_of(pool, request, remedy=f"Add a seed in this language with these slots, {OTHER_METHOD}")

    def view(self, request: Request, source: Utterance) -> Mapping[str, Any]:
        """All values are to be kept: what is new is the wording around them."""
        values = [value for _, value in source.slots]
        return {"language": language_name(request.language), "text": source.text, "keep": values}

    def reply(self, prompt: Prompt) -> Expression:
        """The new text alone."""
        return plain_text(prompt.examples[0].text)

    def text_of(self, prompt: Prompt, line: str) -> str:  # noqa: ARG002
        """The line as it stands."""
        return line


METHOD = Paraphrase()
