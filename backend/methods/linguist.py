"""LINGUIST: annotated utterances out of a prompt that says which slots to hold.

Rosenbaum et al., "LINGUIST: Language Model Instruction Tuning to Generate Annotated Utterances for
Intent Classification and Slot Tagging" (2022), section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from backend.domain.corpus import Corpus
from backend.domain.grammar import Grammar
from backend.domain.language import language_name
from backend.domain.lesson import Lesson
from backend.domain.notation import write_typed
from backend.domain.parse_schema import ParseForm
from backend.domain.prompt import Prompt
from backend.domain.request import WILDCARD, Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import draw
from backend.methods import linguist_tuned as tuned
from backend.methods.annotated_reply import read_annotated_reply
from backend.methods.known import Known
from backend.methods.linguist_grammar import linguist_grammar
from backend.methods.linguist_lessons import lessons
from backend.methods.linguist_tuned import one_line, shown_value
from backend.methods.pool import Pool, usable
from prompts.template import template

DEMONSTRATED_VALUES = 0.5
"""How often a demonstration's request gives the value that its reply then holds, if the request itself has a `*`.

Otherwise all do: a small model that sees stars it has no use for writes stars.
"""

VALUES_SHOWN = 6
"""Catalogue values of a slot that a prompt shows, at most."""

VALUES_KNOWN = 3
"""The same for the `tuned` style, drawn anew for every group of prompts."""

TUNED_GIVEN = 0.9
"""How often the `tuned` style gives a drawn slot a value: what a small teacher fills a `*` with is often not apt."""

PROMPTS_IN_GROUP = 32
"""Prompts of the `tuned` style in a row that share all but their last line."""


class Linguist:
    """The method `linguist` (see the protocol in `base`)."""

    name = "linguist"
    description = "Annotated utterances with the slots you ask for, modelled on up to ten accepted ones."
    place = 10
    needs_teacher = True
    forms: tuple[ParseForm, ...] = ()
    prompts_are_drawn = True
    tuned_templates = (tuned.TEMPLATE,)

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Slots, examples and numbers are drawn anew for every prompt."""
        request.require_in(schema)
        pool = usable(seeds, request, schema)
        is_tuned = request.style == "tuned"
        # A value of another language is none of this one's: a teacher that was tuned says its own.
        known = Known(schema, pool.own if is_tuned else pool.own or pool.foreign)
        build = _tuned if is_tuned else _instructed
        return tuple(build(request, pool, known, index) for index in range(count))

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol."""
        return linguist_grammar(prompt)

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """See `annotated_reply`."""
        return read_annotated_reply(prompt, raw)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """See `linguist_lessons`."""
        return lessons(corpus, seed)


def _tuned(request: Request, pool: Pool, known: Known, index: int) -> Prompt:
    """Numbers, examples and catalogue values are drawn for a group of prompts, what is asked for each one.

    So the prompts of a group differ in their last two lines only, and a teacher reads the rest once. The last example
    is shown for the request alone: a small teacher goes by what it has just read.
    """
    rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
    shared = Random(f"{request.seed}/group {index // PROMPTS_IN_GROUP}")  # noqa: S311
    schema = known.schema
    labels = draw.numbering(schema.intent(request.intent).slots, shared)
    catalogued = {slot: draw.some(schema.slot(slot).catalogue, VALUES_KNOWN, shared) for _, slot in labels}
    shown = pool.some(request.examples, shared)
    examples = [tuned.Example(_include_of(example, shared), example) for example in shown]
    # The teacher says values of its own, the more so the fewer are known in its language.
    drawn = draw.asked(request, pool.every, known, rng, TUNED_GIVEN * pool.own_share)
    asked = draw.with_proposed(draw.not_copied(drawn, request, known, rng), request, known, rng)
    last = pool.nearest(asked, rng) if request.examples and asked else None
    if last is not None:
        shown = [*shown, last]
        examples = [*examples, tuned.Example(tuple(Include(*held) for held in last.slots), last)]
    head = tuned.head(request.language, request.intent, dict(labels), catalogued)
    return _filled(request, tuned.TEMPLATE, tuned.view(head, examples, asked), labels, asked, shown)


def _include_of(example: Utterance, rng: Random) -> tuple[Include, ...]:
    return tuple(Include(slot, value if rng.random() < draw.GIVEN_SHARE else WILDCARD) for slot, value in example.slots)


def _instructed(request: Request, pool: Pool, known: Known, index: int) -> Prompt:
    rng = Random(f"{request.seed}/{index}")  # noqa: S311 - sampling, no secret
    asked = draw.asked(request, pool.every, known, rng)
    labels = draw.numbering(known.schema.intent(request.intent).slots, rng)
    shown = draw.suggested(asked, known, rng)
    examples = pool.examples(shown, request.examples, rng)
    view = _instruct(request, known.schema, shown, examples, [slot for _, slot in labels], rng)
    return _filled(request, "linguist/instruct", view, labels, asked, examples)


def _filled(
    request: Request,
    name: str,
    view: dict[str, Any],
    labels: tuple[tuple[int, str], ...],
    asked: tuple[Include, ...],
    examples: Sequence[Utterance],
) -> Prompt:
    filled = template(name)
    return Prompt(
        messages=filled.fill(view),
        intent=request.intent,
        language=request.language,
        labels=labels,
        asked=asked,
        examples=tuple(examples),
        template=filled.name,
        template_hash=filled.sha256,
    )


def _instruct(
    request: Request,
    schema: Schema,
    shown: Sequence[Include],
    examples: Sequence[Utterance],
    slots: Sequence[str],
    rng: Random,
) -> dict[str, Any]:
    intent = schema.intent(request.intent)
    given_share = DEMONSTRATED_VALUES if any(item.is_wildcard for item in shown) else 1.0
    return {
        "language": language_name(request.language),
        "intent": intent.name,
        "description": one_line(intent.description).rstrip("."),
        "labels": [_explained(slot, schema) for slot in slots],
        "include": _named(shown),
        "examples": [_demonstration(example, given_share, rng) for example in examples],
    }


def _demonstration(example: Utterance, given_share: float, rng: Random) -> dict[str, Any]:
    """An example as the request that would have asked for it, and its reply."""
    asked = [Include(slot, value if rng.random() < given_share else WILDCARD) for slot, value in example.slots]
    return {
        "language": language_name(example.language),
        "include": _named(asked),
        "reply": write_typed(example),
    }


def _named(items: Sequence[Include]) -> list[dict[str, str]]:
    return [{"slot": item.slot, "value": shown_value(item.value)} for item in items]


def _explained(name: str, schema: Schema) -> dict[str, Any]:
    slot = schema.slot(name)
    known = [one_line(value) for value in slot.catalogue[:VALUES_SHOWN]]
    return {"slot": name, "description": one_line(slot.description).rstrip("."), "known": known}


METHOD = Linguist()
