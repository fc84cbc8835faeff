"""CLASP-TB: parse and text translated together (see `clasp`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from backend.methods.clasp_pool import accepted, holding, in_turn, shown, to_translate
from backend.methods.clasp_reply import pair, pair_grammar, read_pair
from backend.methods.clasp_translation_lessons import TB_TEMPLATE, pair_lessons
from backend.methods.clasp_tuned import translation_view
from backend.methods.parse_grammar import parse_like


class ClaspTb(clasp.ParseMethod):
    """The method `clasp-tb` (see the protocol in `base`)."""

    name = "clasp-tb"
    description = "Accepted parses of other languages with their texts, both translated together."
    place = 100
    tuned_templates = (TB_TEMPLATE,)

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Sources come in turn.

        They hold the labels that the request includes, and so does what is asked for; the other examples need not.

        Raises:
            InvalidValue: a request that does not fit the schema, or no accepted parse in another language with
                its labels.
        """
        parses = clasp.parses_of(request, schema)
        pool = accepted(seeds, request, parses)
        sources = holding(to_translate(pool, request), request)
        same = [seed for seed in pool if seed.language == request.language]
        made = []
        for source, parse, rng in in_turn(sources, request, count):
            examples = shown(same, request.examples, rng)
            replies = [pair(one.parse, one.text, parses) for one in examples if one.parse]
            asked = pair(parse, source.text, parses)
            view: dict[str, Any] = {
                "language": language_name(request.language),
                "form": parses.form,
                "labels": clasp.explained(schema, request.intent),
                "examples": [{"reply": reply} for reply in replies],
                "source": asked,
            }
            if request.style == "tuned":
                view = translation_view(request.language, replies, asked)
            made.append(
                clasp.filled(
                    request,
                    f"clasp-tb/{request.style}",
                    view,
                    parses=clasp.for_prompt(parses, {}),
                    target=skeleton(parse, parses),
                    keeps_values=parses.form == "exr",
                    examples=(source, *examples),
                    longest=max(map(len, [asked, *replies])),
                )
            )
        return tuple(made)

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol: the labels of the source, other words, and any text."""
        target, parses = clasp.target_of(prompt), clasp.schema_of(prompt)
        return Grammar(pair_grammar(parse_like(target, parses, values_given=prompt.keeps_values), parses))

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """See `clasp_reply`."""
        return read_pair(raw, prompt)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `clasp_translation_lessons`."""
        return pair_lessons(corpus, seed)


METHOD = ClaspTb()
