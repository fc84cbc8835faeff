"""Recombine: accepted parses put together anew, each label with the words that it was accepted with.

Jia and Liang, "Data Recombination for Neural Semantic Parsing" (2016), section 4: what is made is labelled rightly by
construction, as far as a label means the same wherever it stands. The light baseline of parses, as slot swap is of
slots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse import Parse
from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_pool import accepted, holding, holds, in_language, in_turn
from backend.methods.clasp_reply import pair, read_pair
from backend.methods.parse_fragments import Fragment, cut, put_together
from backend.methods.parse_recombining import Seen, recombined, seen_in
from backend.methods.written import WrittenMethod

MOST_TRIES = 8
"""Utterances that are put together for one prompt until one is new and holds the labels that are asked for."""

PROBED = 4
"""Prompts that are made at least: where none of them holds a new utterance, others would not either."""


class Recombine(WrittenMethod):
    """The method `recombine` (see the protocol in `base`)."""

    name = "recombine"
    description = "Accepted parses put together anew, each label with the words it came with; no teacher."
    place = 65
    forms: tuple[ParseForm, ...] = ("top", "decoupled")

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. All accepted parses that hold what is asked for in turn, each put together with any others.

        Raises:
            InvalidValue: a request that does not fit the schema, no accepted parse in its language with its labels and
                with its values in the text, or nothing else known to put into one.
        """
        parses = clasp.parses_of(request, schema)
        pool = in_language(accepted(seeds, request, parses), request)
        cuts = {seed: whole for seed in pool if (whole := cut(seed, parses))}
        _require_cut(cuts, request)
        sources = holding(tuple(cuts), request)
        seen = seen_in(tuple(cuts.values()), parses, request.language)
        stored = {normalised(seed.text) for seed in pool}
        known = set(stored)
        made: list[tuple[Utterance, Parse, Utterance]] = []
        for source, parse, rng in in_turn(sources, request, max(count, PROBED)):
            utterance = _another(source, cuts[source], seen, parses, request, known, rng)
            made.append((source, parse, utterance))
            known.add(normalised(utterance.text))
        _require_new([utterance for _, _, utterance in made[:PROBED]], stored, request)
        return tuple(_prompt(request, parses, *one) for one in made[:count])

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The utterance of a parse and its text.

        Raises:
            InvalidValue: not in that notation (see `clasp`).
        """
        return read_pair(raw, prompt)


def _require_cut(cuts: Mapping[Utterance, Fragment], request: Request) -> None:
    if not cuts:
        raise InvalidValue(
            "no accepted parse says which words of its text are whose",
            value=request.intent,
            remedy="Use clasp-rs or clasp-gb, or add seeds whose values stand in their text.",
        )


def _require_new(made: Sequence[Utterance], stored: set[str], request: Request) -> None:
    if all(normalised(one.text) in stored for one in made):
        raise InvalidValue(
            "nothing new can be put together of the accepted parses of",
            value=request.intent,
            where=", ".join(request.included),
            remedy="Give the labels a catalogue, add seeds with other values, or use clasp-gb.",
        )


def _another(
    source: Utterance,
    whole: Fragment,
    seen: Seen,
    parses: ParseSchema,
    request: Request,
    known: set[str],
    rng: Random,
) -> Utterance:
    """What is put together beginning with `source`; one whose normalised text is not `known`, if few tries find it."""
    best = source
    for _ in range(MOST_TRIES):
        found = put_together(recombined(whole, seen, parses, rng), parses, request.language)
        if found.parse is not None and holds(found.parse, request):
            best = found
            if normalised(found.text) not in known:
                break
    return best


def _prompt(request: Request, parses: ParseSchema, source: Utterance, parse: Parse, made: Utterance) -> Prompt:
    assert made.parse is not None  # it was put together of nothing else
    begun, reply = pair(parse, source.text, parses), pair(made.parse, made.text, parses)
    return Prompt(
        messages=(Message("user", f"{request.method}: {begun}"), Message("reply", reply)),
        intent=request.intent,
        language=request.language,
        labels=(),
        asked=(),
        examples=(source,),
        template="",
        template_hash="",
        parses=clasp.for_prompt(parses, {}),
        marks_values=True,
    )


METHOD = Recombine()
