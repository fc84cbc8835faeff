"""CLASP-GB: parse and text written together, in the language of the examples (see `clasp`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from backend.domain.corpus import Corpus
from backend.domain.grammar import Grammar
from backend.domain.language import language_name
from backend.domain.lesson import Lesson
from backend.domain.parse_shape import skeleton
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_lessons import GB_TEMPLATE, pair_lessons
from backend.methods.clasp_pool import accepted, holding, in_language, shown
from backend.methods.clasp_reply import pair, pair_grammar, read_pair
from backend.methods.clasp_tuned import pairs_view
from backend.methods.parse_grammar import any_parse
from backend.methods.parse_replacing import known_values


class ClaspGb(clasp.ParseMethod):
    """The method `clasp-gb` (see the protocol in `base`)."""

    name = "clasp-gb"
    description = "Parses and their texts together, modelled on several accepted ones of the same language."
    place = 90
    tuned_templates = (GB_TEMPLATE,)

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Examples and their order are drawn anew for every prompt.

        All of them hold the labels that the request includes; what is written is modelled on them, and may lack one.

        Raises:
            InvalidValue: a request that does not fit the schema, or no accepted parse in its language with its labels.
        """
        parses = clasp.parses_of(request, schema)
        pool = in_language(accepted(seeds, request, parses), request)
        known = known_values(parses, [skeleton(seed.parse, parses) for seed in pool if seed.parse])
        kept, models = clasp.for_prompt(parses, known), holding(pool, request)
        made = []
        for index in range(count):
            rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
            examples = shown(models, max(1, request.examples), rng)
            replies = [pair(one.parse, one.text, parses) for one in examples if one.parse]
            language = language_name(request.language)
            view: dict[str, Any] = {
                "language": language,
                "intent": request.intent,
                "form": parses.form,
                "labels": clasp.explained(schema, request.intent),
                "examples": [{"language": language, "reply": reply} for reply in replies],
            }
            if request.style == "tuned":
                view = pairs_view(request.language, request.intent, replies)
            name, longest = f"clasp-gb/{request.style}", max(map(len, replies))
            made.append(clasp.filled(request, name, view, parses=kept, examples=examples, longest=longest))
        return tuple(made)

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol: a parse that the schema allows, of the intent, and any text."""
        parses = clasp.schema_of(prompt)
        return Grammar(pair_grammar(any_parse(parses, prompt.intent), parses))

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """See `clasp_reply`."""
        return read_pair(raw, prompt)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `clasp_lessons`."""
        return pair_lessons(corpus, seed)


METHOD = ClaspGb()
