"""Lessons that teach a small model the `tuned` style of LINGUIST (section 3.2), from any annotated utterances.

The utterances of an intent are dealt into lessons of 1 to 11. Each is a target once a pass, in the
prompt that would ask for it: the earlier ones of its lesson are its examples, so 0 to 10 examples all
occur, an utterance is never among its own, and what the targets share is read once. Where there are several
languages, some lessons begin with examples in another one than their targets', which teach nothing themselves:
LINGUIST's cross-lingual setting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from backend.domain.corpus import Corpus
from backend.domain.lesson import Lesson
from backend.domain.names import label_words
from backend.domain.request import MAX_EXAMPLES, WILDCARD, Include
from backend.domain.utterance import Utterance
from backend.methods.lesson_pieces import continued, deal
from backend.methods.linguist_tuned import TEMPLATE, Example, Head, view
from prompts.template import template

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

CROSS_LINGUAL = 0.25
"""Lessons, of a corpus of several languages, whose first examples are in another one than the targets."""

FOREIGN_EXAMPLES, FOREIGN_TARGETS = (1, 2, 3, 4, 6, 8, MAX_EXAMPLES), 4
"""How many of these examples there are, and how many targets at most follow them."""

MOST_KNOWN = 3
MOST_LABELS = 12

MANY_SLOTS, MANY_SLOTS_AGAIN = 3, 2
"""Utterances of at least so many slots are dealt so many times more: they are few, and hardest to write."""

CHAINED = 0.5
"""Lessons in which every utterance follows the one whose slots are most like its own, as it will when one asks."""


def lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass: every utterance with slots (normalised text, once) is a target of one lesson; another seed deals anew.

    One with many slots is a target of several. Of those without slots a share is left out, another one each pass.
    Lessons come shuffled over all intents.
    """
    rng = Random(f"lessons/{seed}")  # noqa: S311 - sampling, no secret
    corpus = corpus.with_slots
    values = _values(utterance for same in corpus.by_intent.values() for utterance in same)
    dealt: list[tuple[list[Utterance], list[Utterance], list[str]]] = []
    for (intent, language), same in corpus.by_intent.items():
        slots = sorted({slot for one in same for slot in one.slot_counts})
        foreign = [corpus.by_intent.get((intent, other), ()) for other in corpus.languages if other != language]
        for hand in _hands(same, rng):
            dealt += [(part, shown, slots) for part, shown in _with_others(hand, foreign, rng)]
    rng.shuffle(dealt)
    for hand, others, slots in dealt:
        yield _lesson(hand, others, slots, values, rng)


def _hands(same: Sequence[Utterance], rng: Random) -> Iterator[list[Utterance]]:
    """The utterances of an intent in one language, dealt; those with many slots again, among themselves."""
    many = [one for one in same if len(one.spans) >= MANY_SLOTS]
    for pool in ([one for one in same if one.spans or rng.random() < SLOTLESS_KEPT], *[many] * MANY_SLOTS_AGAIN):
        for hand in deal(pool, rng):
            yield chained(hand) if rng.random() < CHAINED else hand


def chained(hand: Sequence[Utterance]) -> list[Utterance]:
    """The first one, then always that one of those left whose slots are most like those of the one before it."""
    left = list(hand)
    ordered = [left.pop(0)]
    while left:
        apart = [_apart(ordered[-1].slot_counts, one.slot_counts) for one in left]
        ordered.append(left.pop(apart.index(min(apart))))
    return ordered


def _apart(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """Slots that only one of the two holds."""
    return sum(abs(one.get(slot, 0) - other.get(slot, 0)) for slot in {*one, *other})


def _with_others(
    hand: list[Utterance], others: Sequence[Sequence[Utterance]], rng: Random
) -> Iterator[tuple[list[Utterance], list[Utterance]]]:
    """(targets, examples in another language): mostly the hand as it is, and none; else a few targets at a time.

    Args:
        others: the utterances of the same intent, by language.
    """
    if not any(others) or rng.random() >= CROSS_LINGUAL:
        yield hand, []
        return
    for at in range(0, len(hand), FOREIGN_TARGETS):
        pool = rng.choice([one for one in others if one])
        yield hand[at : at + FOREIGN_TARGETS], rng.sample(pool, min(rng.choice(FOREIGN_EXAMPLES), len(pool)))


def _lesson(
    hand: list[Utterance],
    others: list[Utterance],
    slots: Sequence[str],
    values: Mapping[tuple[str, str], list[str]],
    rng: Random,
) -> Lesson:
    head = _head([*others, *hand], hand[0].language, slots, values, rng)
    share = rng.choice(GIVEN_SHARES)
    examples = [Example(_asked_for(utterance, share, rng), utterance) for utterance in (*others, *hand)]
    shown = view(head, examples, ())
    filled = template(TEMPLATE).fill(shown)[0].content
    return continued(filled, [example["reply"] for example in shown["examples"]], shown=len(others))


def _head(
    hand: list[Utterance],
    language: str,
    slots: Sequence[str],
    values: Mapping[tuple[str, str], list[str]],
    rng: Random,
) -> Head:
    held = {slot for utterance in hand for slot in utterance.slot_counts}
    others = [slot for slot in slots if slot not in held and rng.random() < OTHER_LABELS]
    shown = [*sorted(held), *others[: max(0, MOST_LABELS - len(held))]]
    rng.shuffle(shown)
    nameless = len(hand) >= 3 and rng.random() < NAMES_DROPPED
    own = {pair for utterance in hand for pair in utterance.slots}
    known = {
        slot: _known(slot, own, values[slot, language], rng)
        for slot in shown
        if not nameless and (slot, language) in values and rng.random() < KNOWN_SHOWN
    }
    words = {slot: "" if nameless else label_words(slot) for slot in shown}
    return Head(language, _intent_words(hand[0].intent, rng), dict(enumerate(shown, 1)), words, known)


def _known(slot: str, own: set[tuple[str, str]], values: list[str], rng: Random) -> list[str]:
    drawn = dict.fromkeys(rng.choice(values) for _ in range(MOST_KNOWN))
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


def _values(utterances: Iterable[Utterance]) -> dict[tuple[str, str], list[str]]:
    """(slot, language) → its values, as often as they occur."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for utterance in utterances:
        for slot, value in utterance.slots:
            found[slot, utterance.language].append(value)
    return found
