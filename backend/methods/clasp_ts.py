"""CLASP-TS: the slot values of a real parse translated, and a text in the target language for it (see `clasp`).

The paper translates values and writes the text in two calls; here one reply does both, the values marked in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.domain.corpus import Corpus
from backend.domain.lesson import Lesson
from backend.domain.parse_shape import skeleton
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_pool import accepted, holding, in_turn, to_translate
from backend.methods.clasp_text import TextMethod, text_prompt
from backend.methods.clasp_translation_lessons import TS_TEMPLATE, text_lessons


class ClaspTs(TextMethod):
    """The method `clasp-ts` (see the protocol in `base`)."""

    name = "clasp-ts"
    description = "Accepted parses of other languages: values translated, and a text in the new language for each."
    place = 80
    tuned_templates = (TS_TEMPLATE,)

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Sources come in turn; those of the target language are shown first of all.

        Sources hold the labels that the request includes, and so does what is asked for; demonstrations need not.

        Raises:
            InvalidValue: a request that does not fit the schema, or no accepted parse in another language with
                its labels.
        """
        parses = clasp.parses_of(request, schema)
        pool = accepted(seeds, request, parses)
        sources = holding(to_translate(pool, request), request)
        same = tuple(seed for seed in pool if seed.language == request.language)
        return tuple(
            text_prompt(
                request, schema, skeleton(parse, parses), same or sources, rng, keeps_values=parses.form == "exr"
            )
            for _, parse, rng in in_turn(sources, request, count)
        )

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `clasp_translation_lessons`."""
        return text_lessons(corpus, seed)


METHOD = ClaspTs()
