"""The prompts that ask a teacher for more values of a slot, their grammar, and how a reply is read."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.errors import InvalidValue
from backend.domain.expression import Literal, Repeat, Series, optional
from backend.domain.grammar import Grammar
from backend.domain.names import label_words
from backend.domain.prompt import Prompt
from backend.domain.request import WILDCARD, Request
from backend.domain.utterance import Utterance
from backend.methods.linguist_tuned import one_line
from backend.methods.text_grammar import text_units
from prompts.template import template

TEMPLATE = "values/list"

MOST_SHOWN = 10
"""Values that a list begins with, at most."""

_ROOM = 40
_TIMES_KNOWN = 2


def value_prompts(slot: str, known: Sequence[str], request: Request, count: int) -> tuple[Prompt, ...]:
    """`count` lists of the known values, each in an order of its own; the same arguments give the same prompts.

    Args:
        request: for whose intent and language they are, and whose seed they are ordered by.

    Raises:
        InvalidValue: no value; a list must begin with something.
    """
    if not known:
        raise InvalidValue(
            "slot without a known value, which no list of values can begin with",
            value=slot,
            remedy="Accept utterances that hold it, or type values into its catalogue.",
        )
    filled = template(TEMPLATE)
    made = []
    for index in range(count):
        rng = Random(f"{request.seed}/{slot}/{index}")  # noqa: S311 - sampling, no secret
        shown = [one_line(value) for value in rng.sample(list(known), min(MOST_SHOWN, len(known)))]
        messages = filled.fill({"slot": label_words(slot), "known": shown})
        made.append(
            Prompt(
                messages=messages,
                intent=request.intent,
                language=request.language,
                labels=((1, slot),),
                asked=(),
                examples=(),
                template=filled.name,
                template_hash=filled.sha256,
            )
        )
    return tuple(made)


def value_grammar(known: Sequence[str]) -> Grammar:
    """One entry of a list, and the end of its line."""
    longest = max(map(len, known), default=0)
    first, edge, unit = text_units()
    more = optional(Series((Repeat(unit, 0, max(_ROOM, _TIMES_KNOWN * longest)), edge)))
    return Grammar(Series((Literal(" "), first, more, Literal("\n"))))


def read_value(raw: str, known: Sequence[str]) -> str:
    """The value in a reply, in small letters where all known ones are; empty where it holds none for an utterance."""
    lines = raw.strip().splitlines()
    value = one_line(lines[0]) if lines else ""
    try:
        Utterance(value, "any")
    except InvalidValue:
        return ""
    if value == WILDCARD:
        return ""
    return value.lower() if all(one == one.lower() for one in known) else value
