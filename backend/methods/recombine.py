"""Recombine: accepted parses put together anew, each label with the words that it was accepted with.

Jia and Liang, "Data Recombination for Neural Semantic Parsing" (2016), section 4: what is made is labelled rightly by
construction, as far as a label means the same wherever it stands. The light baseline of parses, as slot swap is of
slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.parse import Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import clasp
from backend.methods.clasp_pool import accepted, holding, holds, in_language, in_turn
from backend.methods.clasp_reply import pair, read_pair
from backend.methods.parse_fragments import cut, put_together
from backend.methods.parse_recombining import Seen, recombined, seen_in
from backend.methods.written import WrittenMethod

MOST_TRIES = 8
"""Utterances that are put together for one prompt until one is new and holds the labels that are asked for."""


class Recombine(WrittenMethod):
    """The method `recombine` (see the protocol in `base`)."""

    name = "recombine"
    description = "Accepted parses put together anew, each label with the words it came with; no teacher."
    place = 110
    writes_parses = True

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. All accepted parses that hold what is asked for in turn, each put together with any others.

        Raises:
            InvalidValue: a request that does not fit the schema, parses of the form `exr`, or no accepted parse in its
                language with its labels and with its values in the text.
        """
        parses = clasp.parses_of(request, schema)
        pool = _cuttable(in_language(accepted(seeds, request, parses), request), request, parses)
        seen = seen_in([whole for seed in pool if (whole := cut(seed, parses))], parses, request.language)
        known = {seed.text for seed in pool}
        made = []
        for source, parse, rng in in_turn(holding(pool, request), request, count):
            utterance = _another(source, seen, parses, request, known, rng)
            known.add(utterance.text)
            made.append(_prompt(request, parses, source, parse, utterance))
        return tuple(made)

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The utterance of a parse and its text.

        Raises:
            InvalidValue: not in that notation (see `clasp`).
        """
        return read_pair(raw, prompt)


def _cuttable(pool: Sequence[Utterance], request: Request, parses: ParseSchema) -> tuple[Utterance, ...]:
    found = tuple(seed for seed in pool if cut(seed, parses) is not None)
    if not found:
        raise InvalidValue(
            "no accepted parse says which words of its text are whose",
            value=request.intent,
            where=f"parses of the form {parses.form}",
            remedy="Use clasp-rs or clasp-gb, or add seeds whose values stand in their text.",
        )
    return found


def _another(
    source: Utterance, seen: Seen, parses: ParseSchema, request: Request, known: set[str], rng: Random
) -> Utterance:
    """What is put together beginning with `source`: one that is not known, if a few tries find it."""
    whole, best = cut(source, parses), source
    assert whole is not None  # `_cuttable` has left it
    for _ in range(MOST_TRIES):
        found = put_together(recombined(whole, seen, parses, rng), parses, request.language)
        if found.parse is not None and holds(found.parse, request):
            best = found
            if found.text not in known:
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
