"""What CLASP-RS and CLASP-TS share: a parse is given, and a text that says it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from random import Random
from typing import Any

from backend.domain.grammar import Grammar
from backend.domain.language import language_name
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import skeleton, values, with_values
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_reply import MOST_TEXT, first_line, read_pair, said
from backend.methods.clasp_tuned import text_view
from backend.methods.parse_grammar import parse_like
from backend.methods.parse_marks import marked, marked_grammar, read_marked
from backend.methods.parse_words import text


class TextMethod(clasp.ParseMethod):
    """The part of the protocol in `base` that is the same for both."""

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol: texts that say the target, by construction."""
        target, parses = clasp.target_of(prompt), clasp.schema_of(prompt)
        if parses.form == "top":
            return Grammar(parse_like(target, parses, values_given=prompt.keeps_values))
        if parses.form == "exr":
            return Grammar(text(MOST_TEXT))
        held = [value for _, value in values(target, parses)]
        return Grammar(marked_grammar(held if prompt.keeps_values else None, len(held)))

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The text, and the target with the values that are marked in it.

        Raises:
            InvalidValue: not the notation of the form (see `clasp`).
        """
        target, parses = clasp.target_of(prompt), clasp.schema_of(prompt)
        if parses.form == "top":
            return read_pair(raw, prompt)
        line = first_line(raw)
        if parses.form == "exr":
            return said(target, line, prompt)
        sentence, held = read_marked(line, len(values(target, parses)))
        return said(with_values(target, held, parses), sentence, prompt)


def text_prompt(
    request: Request,
    schema: Schema,
    target: Parse,
    pool: Sequence[Utterance],
    rng: Random,
    *,
    keeps_values: bool,
) -> Prompt:
    """A prompt that asks for a text for `target`, with utterances of `pool` as demonstrations.

    Those of `pool` that say just the target are not among them.
    """
    parses = clasp.parses_of(request, schema)
    demonstrated = ((seed, demonstration(seed, parses, target)) for seed in rng.sample(list(pool), len(pool)))
    drawn = list(islice(((seed, made) for seed, made in demonstrated if made), request.examples))
    shown = [made for _, made in drawn]
    asked, marks = write_parse(target, SQUARE), numbered(target, parses)
    view: dict[str, Any] = {
        "language": language_name(request.language),
        "form": parses.form,
        "labels": clasp.explained(schema, request.intent),
        "examples": shown,
        "parse": asked,
        "marks": marks,
    }
    if request.style == "tuned":
        view = text_view(request.language, shown, asked, marks)
    longest = max([len(asked), *(len(one["reply"]) for one in shown)])
    return clasp.filled(
        request,
        f"{request.method}/{request.style}",
        view,
        parses=clasp.for_prompt(parses, {}),
        target=target,
        keeps_values=keeps_values,
        marks_values=True,
        examples=tuple(seed for seed, _ in drawn),
        longest=longest,
    )


def demonstration(seed: Utterance, parses: ParseSchema, target: Parse | None = None) -> dict[str, Any] | None:
    """A seed as the request that would have asked for it, and its reply; None where that cannot be written.

    Nor is a seed demonstrated that says just `target`.
    """
    if seed.parse is None:
        return None
    bare = skeleton(seed.parse, parses)
    if bare == target:
        return None
    reply = seed.text
    if parses.form == "top":
        reply = write_parse(seed.parse, SQUARE)
    elif parses.form == "decoupled":
        held = [value for _, value in values(bare, parses)]
        with_marks = marked(seed.text, held)
        if with_marks is None:
            return None
        reply, said_values = with_marks
        # A parse may have its values in another case than the text; what was asked for is what came.
        bare = with_values(bare, said_values, parses)
    return {
        "language": language_name(seed.language),
        "parse": write_parse(bare, SQUARE),
        "marks": numbered(bare, parses),
        "reply": reply,
    }


def numbered(parse: Parse, parses: ParseSchema) -> list[str]:
    """The values that the reply marks by their numbers, in order."""
    return [value for _, value in values(parse, parses)] if parses.form == "decoupled" else []
