"""Which accepted parses a CLASP prompt starts from, and which it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from backend.domain.errors import InvalidValue, passes
from backend.domain.language import language_name
from backend.domain.parse import Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Request
from backend.domain.utterance import Utterance


def accepted(seeds: Sequence[Utterance], request: Request, parses: ParseSchema) -> tuple[Utterance, ...]:
    """The accepted utterances of the intent whose parse the schema still allows, in any language."""
    return tuple(seed for seed in seeds if seed.intent == request.intent and _allowed(seed, parses))


def in_language(pool: Sequence[Utterance], request: Request) -> tuple[Utterance, ...]:
    """Those of `pool` in the language of the request.

    Raises:
        InvalidValue: there is none.
    """
    return _some(
        [seed for seed in pool if seed.language == request.language],
        f"no accepted parse in {language_name(request.language)} of intent",
        request.intent,
        "Add a seed with its parse in this language, or translate with clasp-ts or clasp-tb.",
    )


def to_translate(pool: Sequence[Utterance], request: Request) -> tuple[Utterance, ...]:
    """Those of `pool` in other languages than the request's.

    Raises:
        InvalidValue: there is none.
    """
    return _some(
        [seed for seed in pool if seed.language != request.language],
        f"no accepted parse in another language than {language_name(request.language)} of intent",
        request.intent,
        "Ask for another language, or use clasp-rs or clasp-gb for this one.",
    )


def holding(pool: Sequence[Utterance], request: Request) -> tuple[Utterance, ...]:
    """Those of `pool` whose parse holds the labels that the request includes; all of it where it includes none.

    Raises:
        InvalidValue: there is none.
    """
    languages = ", ".join(language_name(code) for code in sorted({seed.language for seed in pool}))
    return _some(
        [seed for seed in pool if seed.parse and holds(seed.parse, request)],
        f"no accepted parse in {languages} of intent {request.intent} that holds",
        ", ".join(request.included),
        "Add a seed whose parse holds it, or ask without it.",
    )


def holds(parse: Parse, request: Request) -> bool:
    """Whether a parse holds the labels that the request includes, each as often."""
    return Counter(request.included) <= parse.label_counts


def in_turn(sources: Sequence[Utterance], request: Request, count: int) -> Iterator[tuple[Utterance, Parse, Random]]:
    """`count` times a source, its parse, and chance for its prompt: all sources in a random order, over and over."""
    order = Random(f"{request.seed}").sample(range(len(sources)), len(sources))  # noqa: S311 - sampling, no secret
    for index in range(count):
        source = sources[order[index % len(sources)]]
        if source.parse is not None:
            yield source, source.parse, Random(f"{request.seed}/{index}")  # noqa: S311


def shown(pool: Sequence[Utterance], most: int, rng: Random) -> list[Utterance]:
    """At most `most` of `pool` in a random order."""
    return rng.sample(list(pool), min(most, len(pool)))


def _allowed(seed: Utterance, parses: ParseSchema) -> bool:
    return seed.parse is not None and passes(parses.require, seed.parse)


def _some(found: list[Utterance], problem: str, value: str, remedy: str) -> tuple[Utterance, ...]:
    if not found:
        raise InvalidValue(problem, value=value, remedy=remedy)
    return tuple(found)
