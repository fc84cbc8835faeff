"""Grammar: sampled from templates and catalogues, the strong baseline that CLASP is measured against.

Rosenbaum et al., "CLASP: Few-Shot Cross-Lingual Data Augmentation for Semantic Parsing" (2022), section 4; the
templates are induced: an accepted utterance without its values is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.delexicalised import delexicalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.known import values
from backend.methods.pool import of_intent
from backend.methods.sources import in_language, with_slots_of
from backend.methods.swapping import drawn_values, with_values
from backend.methods.written import WrittenMethod, written


class Templates(WrittenMethod):
    """The method `grammar` (see the protocol in `base`)."""

    name = "grammar"
    description = "Templates made of accepted utterances, filled from their values and the catalogues; no teacher."
    place = 60

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Every template comes as often as any other, however many utterances made it.

        Raises:
            InvalidValue: a request that does not fit the schema, or the language or slots of no seed.
        """
        request.require_in(schema)
        pool = in_language(of_intent(seeds, request, schema), request)
        templates = induced(with_slots_of(pool, request))
        known = {slot: values(slot, schema, pool) for slot in schema.intent(request.intent).slots}
        return tuple(self._prompt(request, templates, known, index) for index in range(count))

    def _prompt(
        self, request: Request, templates: Sequence[Utterance], known: dict[str, tuple[str, ...]], index: int
    ) -> Prompt:
        # In turn, in an order that is drawn anew for every round: a small grammar is not sampled unevenly by chance.
        turn, place = divmod(index, len(templates))
        order = Random(f"{request.seed}/{turn}").sample(range(len(templates)), len(templates))  # noqa: S311
        model = templates[order[place]]
        rng = Random(f"{request.seed}/{turn}/{place}")  # noqa: S311 - sampling, no secret
        reply = with_values(model, drawn_values(model, request.include, known, rng))
        return written(request, model, reply, self.name)


def induced(pool: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """One utterance for every template: those that differ in their values alone are the same."""
    found: dict[str, Utterance] = {}
    for utterance in pool:
        found.setdefault(delexicalised(utterance), utterance)
    return tuple(found.values())


METHOD = Templates()
