"""What the methods of CLASP share: accepted parses to show and to start from, and prompts made of them.

Rosenbaum et al., "CLASP: Few-Shot Cross-Lingual Data Augmentation for Semantic Parsing" (2022), section 3. Prompts
and replies write parses in square brackets, whatever the project's own are. A reply is one line:

- `clasp-gb` and `clasp-tb`: the parse, ` => `, the text, in this order, as in the paper;
- `clasp-rs` and `clasp-ts`: the text, every value of the parse marked in it by its number (see `parse_marks`);
- all four, where parses are of the form `top`: the parse alone, since its words are the text;
- `clasp-rs` and `clasp-ts`, where they are of the form `exr`: the text alone, since values are no words of it.

A request may include labels. Then `clasp-rs`, `clasp-ts` and `clasp-tb` start from accepted parses that hold all of
them, and what is kept of their outputs holds them too. `clasp-gb` shows such parses and no others; its outputs are
modelled on these, and may still lack a label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.parse import Parse
from backend.domain.parse_schema import FORMS, ParseSchema
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from prompts.template import template

LABELS_SHOWN = 40
"""Labels with a description that a prompt explains, at most; the intent among them."""

_CHARACTERS_A_TOKEN = 2
_REPLIES_SHOWN = 1.5
"""A reply may have so many times the tokens of the longest that the prompt shows."""


class ParseMethod:
    """The part of the protocol in `base` that is the same for all four."""

    needs_teacher = True
    forms = FORMS
    prompts_are_drawn = False


def parses_of(request: Request, schema: Schema) -> ParseSchema:
    """The schema of parses that a request is for.

    Raises:
        InvalidValue: a project of slots, or a request that does not fit the schema (see `Request.require_in`).
    """
    if schema.parses is None:
        raise InvalidValue(
            "method that writes parses, in a project of slots",
            value=request.method,
            remedy="Use a method that writes slots, or make a project of parses.",
        )
    request.require_in(schema)
    return schema.parses


def filled(
    request: Request,
    name: str,
    view: Mapping[str, Any],
    *,
    parses: ParseSchema,
    examples: Sequence[Utterance],
    longest: int,
    target: Parse | None = None,
    keeps_values: bool = True,
    marks_values: bool = False,
) -> Prompt:
    """The prompt of a template.

    Args:
        view: the values of the template's variables.
        longest: characters of the longest reply that it shows, or of what stands for one.
        parses, examples, target, keeps_values, marks_values: see `Prompt`.
    """
    made = template(name)
    return Prompt(
        messages=made.fill(view),
        intent=request.intent,
        language=request.language,
        labels=(),
        asked=(),
        examples=tuple(examples),
        template=made.name,
        template_hash=made.sha256,
        parses=parses,
        target=target,
        keeps_values=keeps_values,
        marks_values=marks_values,
        reply_tokens=int(_REPLIES_SHOWN * longest / _CHARACTERS_A_TOKEN),
    )


def explained(schema: Schema, intent: str) -> list[dict[str, str]]:
    """The intent and the labels that have a description, for a template."""
    labels = schema.parses.labels if schema.parses else ()
    told = [(f"The intent {intent}", schema.intent(intent).description)]
    told += [(f"The label {label.name}", label.description) for label in labels]
    described = [(name, " ".join(words.split()).rstrip(".")) for name, words in told if words.strip()]
    return [{"label": name, "description": words} for name, words in described[:LABELS_SHOWN]]


def for_prompt(parses: ParseSchema, known: Mapping[str, Sequence[str]]) -> ParseSchema:
    """The schema as a prompt keeps it: values only where no others may be written (form `exr`)."""
    kept = known if parses.form == "exr" else {}
    labels = (
        replace(label, description="", catalogue=tuple(kept.get(label.name, ())) if label.holds_value else ())
        for label in parses.labels
    )
    return replace(parses, labels=tuple(labels))


def schema_of(prompt: Prompt) -> ParseSchema:
    """The schema of a prompt's parses.

    Raises:
        InvalidValue: a prompt of another kind of method.
    """
    if prompt.parses is None:
        raise InvalidValue("prompt without a schema of parses", value=prompt.template)
    return prompt.parses


def target_of(prompt: Prompt) -> Parse:
    """The parse that a prompt asks a text for.

    Raises:
        InvalidValue: a prompt of another kind of method.
    """
    if prompt.target is None:
        raise InvalidValue("prompt without a parse", value=prompt.template)
    return prompt.target
