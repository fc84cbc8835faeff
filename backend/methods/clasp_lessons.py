"""Lessons that teach a small model the `tuned` style of CLASP-RS and CLASP-GB, from parses and from slots.

The utterances of an intent and a language are dealt into lessons, as LINGUIST's are (see `linguist_lessons`): each is a
target, and those before it are its examples. Slots are made parses of depth one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from backend.domain.corpus import Corpus, ParsedCorpus
from backend.domain.lesson import Lesson
from backend.domain.parse_shape import values
from backend.domain.request import MAX_EXAMPLES
from backend.domain.utterance import Utterance
from backend.methods.clasp_reply import pair
from backend.methods.clasp_text import demonstration
from backend.methods.clasp_tuned import pairs_view, text_view
from backend.methods.lesson_pieces import continued, deal
from prompts.template import template

RS_TEMPLATE, GB_TEMPLATE = "clasp-rs/tuned", "clasp-gb/tuned"

SIZES = (1, 2, 3, 4, 6, 8, MAX_EXAMPLES + 1)
"""Targets of a lesson; of GB's one more, whose first teaches nothing: there is always an example."""

TAKEN, FEW = 0.4, 4000
"""Utterances that a pass takes, other ones each pass, as several methods learn from the same ones; all of so few."""

SLOTLESS_TAKEN = 0.1
"""The same of those without a value: RS has nothing to replace in them, and GB is to write others."""


def text_lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass for CLASP-RS: a parse, and the text that says it."""
    rng = Random(f"clasp-rs/{seed}")  # noqa: S311 - sampling, no secret
    hands = [
        (kind.schema, hand)
        for kind in corpus.with_parses
        for same in _by_intent(kind)
        for hand in deal(_taken(same, kind, rng, slotless=0.0), rng, SIZES)
    ]
    rng.shuffle(hands)
    for schema, hand in hands:
        made = {one["parse"]: one for one in (demonstration(utterance, schema) for utterance in hand) if one}
        if made:
            shown = list(made.values())
            (prompt,) = template(RS_TEMPLATE).fill(text_view(hand[0].language, shown, "", ()))
            yield continued(prompt.content, [one["reply"] for one in shown])


def pair_lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass for CLASP-GB: parses with their texts, each after others of its intent and language."""
    rng = Random(f"clasp-gb/{seed}")  # noqa: S311 - sampling, no secret
    hands = [
        (kind.schema, hand)
        for kind in corpus.with_parses
        for same in _by_intent(kind)
        for hand in deal(_taken(same, kind, rng, slotless=SLOTLESS_TAKEN), rng, [size + 1 for size in SIZES])
        if len(hand) > 1
    ]
    rng.shuffle(hands)
    for schema, hand in hands:
        replies = [pair(one.parse, one.text, schema) for one in hand if one.parse]
        (prompt,) = template(GB_TEMPLATE).fill(pairs_view(hand[0].language, hand[0].intent, replies))
        yield continued(prompt.content, replies, shown=1)


def _by_intent(kind: ParsedCorpus) -> Iterator[Sequence[Utterance]]:
    yield from kind.corpus.by_intent.values()


def share_taken(of: ParsedCorpus) -> float:
    """The share that a pass takes of the utterances with values."""
    return TAKEN if len(of.corpus) > FEW else 1.0


def _taken(same: Sequence[Utterance], of: ParsedCorpus, rng: Random, *, slotless: float) -> list[Utterance]:
    share = share_taken(of)
    drawn = [(utterance, place) for utterance in same if (place := rng.random()) < share]
    return [one for one, place in drawn if place < slotless or (one.parse and values(one.parse, of.schema))]
