"""Putting other values into the spans of an utterance."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from backend.domain.request import Include
from backend.domain.utterance import Span, Utterance


def with_values(utterance: Utterance, values: Sequence[str]) -> Utterance:
    """The utterance with a value for each of its spans, in their order; the text around them stays.

    >>> seed = Utterance("fly to rome on monday", "book", "en", (Span(7, 11, "city"), Span(15, 21, "day")))
    >>> with_values(seed, ["oslo", "friday"]).slots
    (('city', 'oslo'), ('day', 'friday'))
    """
    pieces: list[str] = []
    spans = []
    at = length = 0
    for span, value in zip(utterance.spans, values, strict=True):
        before = utterance.text[at : span.start]
        spans.append(Span(length + len(before), length + len(before) + len(value), span.slot))
        pieces += [before, value]
        length += len(before) + len(value)
        at = span.end
    pieces.append(utterance.text[at:])
    return Utterance("".join(pieces), utterance.intent, utterance.language, tuple(spans))


def drawn_values(
    utterance: Utterance, include: Sequence[Include] | None, known: dict[str, tuple[str, ...]], rng: Random
) -> list[str]:
    """A value for each span: what is asked for, and otherwise a known one, unlike what stands there if there is any."""
    given = [item for item in include or () if not item.is_wildcard]
    values = []
    for slot, value in utterance.slots:
        asked = next((item for item in given if item.slot == slot), None)
        if asked is not None:
            given.remove(asked)
            values.append(asked.value)
            continue
        others = [one for one in known.get(slot, ()) if one != value]
        values.append(rng.choice(others) if others else value)
    return values
