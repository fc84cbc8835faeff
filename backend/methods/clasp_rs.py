"""CLASP-RS: the slot values of a real parse replaced, and a text written for it (see `clasp`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.lesson import Lesson
from backend.domain.parse import Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import skeleton, values
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_lessons import RS_TEMPLATE, text_lessons
from backend.methods.clasp_pool import accepted, holding, holds, in_language
from backend.methods.clasp_text import TextMethod, text_prompt
from backend.methods.parse_replacing import Forms, known_values, replaced, said_values, seen_forms

MOST_TRIES = 8
"""Parses that are drawn for one prompt until one is not that of a seed."""


class ClaspRs(TextMethod):
    """The method `clasp-rs` (see the protocol in `base`)."""

    name = "clasp-rs"
    description = "Accepted parses with other values, from the catalogues and each other; the teacher writes the texts."
    place = 70
    tuned_templates = (RS_TEMPLATE,)

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Another parse for every prompt, as far as there are values to make one.

        It holds the labels that the request includes; the demonstrations need not.

        Raises:
            InvalidValue: a request that does not fit the schema, no accepted parse in its language with its labels, or
                nothing else known to put into one.
        """
        parses = clasp.parses_of(request, schema)
        pool = in_language(accepted(seeds, request, parses), request)
        sources = [skeleton(seed.parse, parses) for seed in holding(pool, request) if seed.parse]
        skeletons = [skeleton(seed.parse, parses) for seed in pool if seed.parse]
        known, said = known_values(parses, skeletons), said_values(parses, skeletons)
        forms = seen_forms(parses, skeletons)
        _require_others(request, parses, sources, known, forms)
        made = []
        for index in range(count):
            rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
            for _ in range(MOST_TRIES):
                source = rng.choice(sources)
                target = replaced(source, parses, known, said, forms, request.language, rng)
                if not holds(target, request):  # another form of a label may be one without it
                    target = replaced(source, parses, known, said, {}, request.language, rng)
                if target not in skeletons:
                    break
            made.append(text_prompt(request, schema, target, pool, rng, keeps_values=True))
        return tuple(made)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `clasp_lessons`."""
        return text_lessons(corpus, seed)


def _require_others(
    request: Request,
    parses: ParseSchema,
    sources: Sequence[Parse],
    known: Mapping[str, Sequence[str]],
    forms: Forms,
) -> None:
    held = {label for one in sources for label, _ in values(one, parses)}
    if any(len(known[label]) > 1 for label in held):
        return
    if any(len(forms[place]) > 1 for place in seen_forms(parses, sources)):
        return
    raise InvalidValue(
        f"no other value to put into the accepted parses of {request.intent} for",
        value=", ".join(sorted(held)) or "no label",
        remedy="Give the labels a catalogue, add seeds with other values, or use clasp-gb.",
    )


METHOD = ClaspRs()
