"""request → orders: the prompts of a request, and how a teacher is to answer them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from backend.domain.errors import InvalidValue
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import method, require_form
from backend.methods.linguist_wording import wording
from backend.teacher.protocol import Order, Sampling

SAMPLES_PER_PROMPT = 4
"""How many outputs answer a prompt that is written out for it alone."""

SAMPLES_PER_TUNED_PROMPT = 1
"""The same in the `tuned` style, whose prompts share all but a line: another request costs next to nothing."""

TUNED_DRAFTS = 2
"""Drafts of an output in the `tuned` style, of what is made of a source: a small teacher knows better what is likely
than it draws."""

CHOSEN_AT_ONCE = 12
"""In that style, where what a prompt asks for is drawn, outputs are chosen instead, so many at once at most.

What is unlikely is mostly the answer to an unlucky request, which a second draft does not mend.
"""

SPARES = 2 / 3
"""Spares for each output that is chosen: of twenty that are written, the twelve likeliest are taken."""

TUNED_TEMPERATURE = 0.5
"""Of sampling in that style, for the reason of drafts; the requests, each with values of its own, see to variety."""

TUNED_WORDING = 0.5
"""The share of the examples' wording in that style: more says the examples again, less finds worse words of its own."""


def plan(
    request: Request, schema: Schema, seeds: Sequence[Utterance], samples_per_prompt: int | None = None
) -> tuple[Order, ...]:
    """The orders of a request; their samples add up to `request.count`. Same arguments, same orders.

    Where outputs are to be chosen, spares come after those that they are compared with.

    Args:
        seeds: accepted utterances, of any intent and language; the method picks what it can use.
        samples_per_prompt: as the request's style has it when None.

    Raises:
        InvalidValue: unknown method, intent or slot, or a method for projects of the other kind.
    """
    require_form(request.method, schema.parses.form if schema.parses else None)
    if samples_per_prompt is None:
        samples_per_prompt = usual_samples(request)
    if samples_per_prompt < 1:
        raise InvalidValue("samples per prompt", value=samples_per_prompt, remedy="Sample at least 1.")
    request.require_in(schema)
    samples = _samples(request, samples_per_prompt)
    prompts = method(request.method).prompts(request, schema, seeds, len(samples))
    return tuple(order_for(request, prompt, some) for prompt, some in zip(prompts, samples, strict=True))


def _samples(request: Request, most: int) -> list[int]:
    """Of each prompt; 0 of one whose only output is a spare."""
    counts = [min(most, request.count - begun) for begun in range(0, request.count, most)]
    if not _chooses(request):
        return counts
    together = [counts[at : at + CHOSEN_AT_ONCE] for at in range(0, len(counts), CHOSEN_AT_ONCE)]
    return [count for some in together for count in (*some, *[0] * math.ceil(sum(some) * SPARES))]


def _chooses(request: Request) -> bool:
    return request.style == "tuned" and method(request.method).prompts_are_drawn


def usual_sampling(style: str, temperature: float | None = None, wording: float | None = None) -> Sampling:
    """How a teacher draws its tokens when nobody says otherwise, but perhaps for the temperature or the wording.

    Raises:
        InvalidValue: one of them out of its range.
    """
    usual = Sampling(temperature=TUNED_TEMPERATURE, wording=TUNED_WORDING) if style == "tuned" else Sampling()
    return replace(
        usual,
        temperature=usual.temperature if temperature is None else temperature,
        wording=usual.wording if wording is None else wording,
    )


def usual_samples(request: Request) -> int:
    """How many outputs answer one prompt of a request."""
    if not method(request.method).needs_teacher:
        return 1
    return SAMPLES_PER_TUNED_PROMPT if request.style == "tuned" else SAMPLES_PER_PROMPT


def order_for(request: Request, prompt: Prompt, samples: int) -> Order:
    """The order for a prompt of a request, new or stored, with the grammar of its replies if the request wants it.

    Args:
        samples: of the prompt; 0 for a spare.

    Raises:
        InvalidValue: unknown method, or a prompt that no reply can satisfy.
    """
    grammar = method(request.method).grammar(prompt) if request.grammar else None
    drafts = TUNED_DRAFTS if request.style == "tuned" and not _chooses(request) else 1
    return Order(prompt, samples, grammar, drafts=drafts, wording=wording(prompt))
