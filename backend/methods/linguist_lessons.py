"""Lessons that teach a small model the `tuned` style of LINGUIST (section 3.2), from any annotated utterances.

The utterances of an intent are dealt into lessons of 1 to 11. Each is a target once a pass, in the
prompt that would ask for it: the earlier ones of its lesson are its examples, so 0 to 10 examples all
occur, an utterance is never among its own, and what the targets share is read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from backend.domain.lesson import Lesson, Piece
from backend.domain.names import label_words
from backend.domain.normalise import normalised
from backend.domain.notation import write_numbered
from backend.domain.request import MAX_EXAMPLES, WILDCARD, Include
from backend.domain.utterance import Utterance
from backend.methods.linguist_tuned import TEMPLATE, Example, Head, view
from prompts.template import template

LESSON_SIZES = (1, 1, 2, 3, 4, 6, 8, MAX_EXAMPLES + 1, MAX_EXAMPLES + 1, MAX_EXAMPLES + 1)
"""Targets of a lesson: short ones often enough for label names alone to be learnt."""

GIVEN_SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)
"""How often a slot is asked for with its value instead of `*`; one of them a lesson."""

NAMES_DROPPED = 0.1
"""Lessons of at least three targets whose labels are numbers alone, so that examples count (label-name dropout)."""

KNOWN_SHOWN = 0.25
"""Labels that come with values they are known to take, none of them a target's."""

OTHER_LABELS = 0.4
"""Labels of the intent that no utterance of the lesson holds and that its prompt has all the same."""

SLOTLESS_KEPT = 0.3
"""Utterances without slots that a pass takes: they are many, and ask for nothing but an intent."""

MOST_KNOWN = 3
MOST_LABELS = 12


def lessons(utterances: Sequence[Utterance], seed: int) -> Iterator[Lesson]:
    """One pass: every utterance with slots (normalised text, once) is a target of one lesson; another seed deals anew.

    Of those without slots a share is left out, another one each pass. Lessons come shuffled over all intents.
    """
    rng = Random(f"lessons/{seed}")  # noqa: S311 - sampling, no secret
    by_intent: dict[tuple[str, str], dict[str, Utterance]] = defaultdict(dict)
    for utterance in utterances:
        by_intent[utterance.intent, utterance.language].setdefault(normalised(utterance.text), utterance)
    values = _values(utterances)
    dealt = [
        (hand, slots)
        for same in by_intent.values()
        for slots in [sorted({slot for one in same.values() for slot in one.slot_counts})]
        for hand in _deal(list(same.values()), rng)
    ]
    rng.shuffle(dealt)
    for hand, slots in dealt:
        yield _lesson(hand, slots, values, rng)


def _deal(utterances: list[Utterance], rng: Random) -> Iterator[list[Utterance]]:
    utterances = [utterance for utterance in utterances if utterance.spans or rng.random() < SLOTLESS_KEPT]
    rng.shuffle(utterances)
    at = 0
    while at < len(utterances):
        size = rng.choice(LESSON_SIZES)
        yield utterances[at : at + size]
        at += size


def _lesson(hand: list[Utterance], slots: Sequence[str], values: dict[str, list[str]], rng: Random) -> Lesson:
    head = _head(hand, slots, values, rng)
    share = rng.choice(GIVEN_SHARES)
    examples = [Example(_asked_for(utterance, share, rng), utterance) for utterance in hand]
    return Lesson(tuple(_pieces(template(TEMPLATE).fill(view(head, examples, ()))[0].content, examples, head)))


def _pieces(filled: str, examples: Sequence[Example], head: Head) -> Iterator[Piece]:
    """The prompt of the first target, its reply, what the second prompt adds, and so on."""
    # Each example is one line, and the request that comes last, which is for nothing here, another.
    *before, _ = filled.splitlines(keepends=True)
    lines = before[-len(examples) :]
    prompt = "".join(before[: -len(examples)])
    for line, example in zip(lines, examples, strict=True):
        reply = f" {write_numbered(example.utterance, head.labels)}\n"
        yield Piece(prompt + line.removesuffix(reply))
        yield Piece(reply, is_target=True)
        prompt = ""


def _head(hand: list[Utterance], slots: Sequence[str], values: dict[str, list[str]], rng: Random) -> Head:
    held = {slot for utterance in hand for slot in utterance.slot_counts}
    others = [slot for slot in slots if slot not in held and rng.random() < OTHER_LABELS]
    shown = [*sorted(held), *others[: max(0, MOST_LABELS - len(held))]]
    rng.shuffle(shown)
    nameless = len(hand) >= 3 and rng.random() < NAMES_DROPPED
    own = {pair for utterance in hand for pair in utterance.slots}
    known = {slot: _known(slot, own, values, rng) for slot in shown if not nameless and rng.random() < KNOWN_SHOWN}
    words = {slot: "" if nameless else label_words(slot) for slot in shown}
    return Head(hand[0].language, _intent_words(hand[0].intent, rng), dict(enumerate(shown, 1)), words, known)


def _known(slot: str, own: set[tuple[str, str]], values: dict[str, list[str]], rng: Random) -> list[str]:
    drawn = dict.fromkeys(rng.choice(values[slot]) for _ in range(MOST_KNOWN))
    return [value for value in drawn if (slot, value) not in own][: rng.randint(1, MOST_KNOWN)]


def _intent_words(name: str, rng: Random) -> str:
    """The words of an intent's name, half of the time with the last one first: "alarm set", "set alarm"."""
    words = label_words(name).split()
    return " ".join([words[-1], *words[:-1]] if rng.random() < 0.5 else words)


def _asked_for(utterance: Utterance, share: float, rng: Random) -> tuple[Include, ...]:
    asked = [Include(slot, value if rng.random() < share else WILDCARD) for slot, value in utterance.slots]
    if rng.random() < 0.5:
        rng.shuffle(asked)
    return tuple(asked)


def _values(utterances: Sequence[Utterance]) -> dict[str, list[str]]:
    """Slot → its values, as often as they occur."""
    found: dict[str, list[str]] = defaultdict(list)
    for utterance in utterances:
        for slot, value in utterance.slots:
            found[slot].append(value)
    return found
