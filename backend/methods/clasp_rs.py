"""CLASP-RS: the slot values of a real parse replaced, and a text written for it (see `clasp`)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.parse_shape import skeleton
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_text import TextMethod, text_prompt
from backend.methods.parse_replacing import known_values, replaced, seen_forms

MOST_TRIES = 8
"""Parses that are drawn for one prompt until one is not that of a seed."""


class ClaspRs(TextMethod):
    """The method `clasp-rs` (see the protocol in `base`)."""

    name = "clasp-rs"
    description = "Accepted parses with other values, from the catalogues and each other; the teacher writes the texts."

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Another parse for every prompt, as far as there are values to make one.

        Raises:
            InvalidValue: a request that does not fit the schema, or no accepted parse in its language.
        """
        parses = clasp.parses_of(request, schema)
        pool = clasp.in_language(clasp.accepted(seeds, request, parses), request)
        skeletons = [skeleton(seed.parse, parses) for seed in pool if seed.parse]
        known, forms = known_values(parses, skeletons), seen_forms(parses, skeletons)
        made = []
        for index in range(count):
            rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
            for _ in range(MOST_TRIES):
                target = replaced(rng.choice(skeletons), parses, known, forms, request.language, rng)
                if target not in skeletons:
                    break
            made.append(text_prompt(request, "clasp-rs/instruct", parses, target, pool, rng, keeps_values=True))
        return tuple(made)
