"""Lessons that teach a small model the `tuned` style of translation, from utterances that say the same.

Both directions of any two languages occur. A translation whose slots are others than its source's teaches nothing:
the reply to a prompt holds just those of its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, permutations
from random import Random

from backend.domain.corpus import Corpus
from backend.domain.lesson import Lesson, Piece
from backend.domain.normalise import normalised
from backend.domain.notation import write_numbered
from backend.domain.utterance import Utterance
from backend.methods.rewording import numbered_slots
from backend.methods.translate_tuned import TEMPLATE, view
from prompts.template import template

LESSONS_A_MEANING = 2
"""Directions that a pass takes of those between the utterances that say the same; other ones each pass."""

SLOTLESS_KEPT = 0.5
"""How often they are taken where they hold no slots."""

KEPT_SHARE = 0.5
"""How often a value that is the same in both languages is asked to be kept."""


def lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass: some directions of every meaning, shuffled; another seed draws anew."""
    rng = Random(f"translate/{seed}")  # noqa: S311 - sampling, no secret
    drawn = [pair for same in corpus.parallel for pair in _drawn(same, rng)]
    rng.shuffle(drawn)
    for source, target in drawn:
        yield _lesson(source, target, rng)


def _drawn(same: Mapping[str, Utterance], rng: Random) -> list[tuple[Utterance, Utterance]]:
    pairs = list(permutations(same.values(), 2))
    rng.shuffle(pairs)
    found = (pair for pair in pairs if _is_translation(*pair))
    return [pair for pair in islice(found, LESSONS_A_MEANING) if pair[0].spans or rng.random() < SLOTLESS_KEPT]


def _is_translation(source: Utterance, target: Utterance) -> bool:
    slots = [sorted(span.slot for span in one.spans) for one in (source, target)]
    is_alike = source.intent == target.intent and slots[0] == slots[1]
    return is_alike and source.parse is target.parse is None and normalised(source.text) != normalised(target.text)


def _lesson(source: Utterance, target: Utterance, rng: Random) -> Lesson:
    labels = numbered_slots(source)
    keep = [value for slot, value in source.slots if (slot, value) in target.slots and rng.random() < KEPT_SHARE]
    (prompt,) = template(TEMPLATE).fill(view(source, target.language, keep))
    return Lesson((Piece(prompt.content), Piece(f" {write_numbered(target, labels)}\n", is_target=True)))
