"""Slot swap: the seeds again, each with slot values of other seeds.

Louvan and Magnini, "Simple is Better! Lightweight Data Augmentation for Low Resource Slot Filling and Intent
Classification" (2020), section 3: the light baseline that teachers are measured against.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.pool import of_intent
from backend.methods.sources import in_language, with_slots_of
from backend.methods.swapping import drawn_values, with_values
from backend.methods.written import WrittenMethod, written


class SlotSwap(WrittenMethod):
    """The method `slot-swap` (see the protocol in `base`)."""

    name = "slot-swap"
    description = "Accepted utterances with the slot values of other accepted ones; no teacher, no new wording."
    place = 50

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol.

        Raises:
            InvalidValue: a request that does not fit the schema, or the language or slots of no seed.
        """
        request.require_in(schema)
        pool = in_language(of_intent(seeds, request, schema), request)
        models = with_slots_of(pool, request)
        known = {slot: _held(slot, pool) for slot in schema.intent(request.intent).slots}
        return tuple(self._prompt(request, models, known, index) for index in range(count))

    def _prompt(
        self, request: Request, models: Sequence[Utterance], known: dict[str, tuple[str, ...]], index: int
    ) -> Prompt:
        rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
        model = rng.choice(models)
        reply = with_values(model, drawn_values(model, request.include, known, rng))
        return written(request, model, reply, self.name)


def _held(slot: str, pool: Sequence[Utterance]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for seed in pool for name, value in seed.slots if name == slot))


METHOD = SlotSwap()
