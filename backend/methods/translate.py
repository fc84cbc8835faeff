"""Translate: an accepted utterance of another language in the one asked for.

Rosenbaum et al., "LINGUIST: Language Model Instruction Tuning to Generate Annotated Utterances for Intent
Classification and Slot Tagging" (2022), section 4: the baseline of its cross-lingual experiments. In the style
`instruct` the reply is plain text, and the slots are found in it by word alignment; in the style `tuned` they are
shown and written by number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backend.domain.corpus import Corpus
from backend.domain.expression import Expression
from backend.domain.grammar import Grammar
from backend.domain.language import language_name
from backend.domain.lesson import Lesson
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import translate_tuned as tuned
from backend.methods.annotated_reply import read_annotated_reply
from backend.methods.linguist_grammar import linguist_grammar
from backend.methods.pool import of_intent
from backend.methods.rewording import OTHER_METHOD, Rewording, given_values
from backend.methods.sources import in_others, with_slots_of
from backend.methods.text_grammar import plain_text
from backend.methods.translate_lessons import lessons


class Translate(Rewording):
    """The method `translate` (see the protocol in `base`)."""

    name = "translate"
    description = "One accepted utterance of another language at a time, translated; its slots are found anew."
    place = 40
    tuned_templates = (tuned.TEMPLATE,)

    def sources(self, request: Request, schema: Schema, seeds: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """Those in all other languages than the one asked for."""
        pool = in_others(of_intent(seeds, request, schema), request)
        where = f"a language other than {language_name(request.language)}"
        return with_slots_of(
            pool, request, where=where, remedy=f"Add a seed in another language with these slots, {OTHER_METHOD}"
        )

    def view(self, request: Request, source: Utterance) -> Mapping[str, Any]:
        """Only the values that were given are to be kept: the others are translated as well."""
        if request.style == "tuned":
            return tuned.view(source, request.language, given_values(request))
        return {
            "language": language_name(request.language),
            "source_language": language_name(source.language),
            "text": source.text,
            "keep": given_values(request),
        }

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol; a reply of the style `tuned` holds the slots of its source."""
        return linguist_grammar(prompt) if prompt.template == tuned.TEMPLATE else super().grammar(prompt)

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """See `annotated_reply` for the style `tuned`, `rewording` for the other.

        Raises:
            InvalidValue, NotProjected, Unavailable: as said there.
        """
        return read_annotated_reply(prompt, raw) if prompt.template == tuned.TEMPLATE else super().read(prompt, raw)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `translate_lessons`."""
        return lessons(corpus, seed)

    def reply(self, prompt: Prompt) -> Expression:
        """The new text alone."""
        return plain_text(prompt.examples[0].text)

    def text_of(self, prompt: Prompt, line: str) -> str:  # noqa: ARG002
        """The line as it stands."""
        return line


METHOD = Translate()
