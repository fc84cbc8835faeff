"""Does what is accepted speak against a candidate's labels?"""

from __future__ import annotations

from collections import Counter

from backend.domain.candidate import Verdict
from backend.domain.language import words_joined
from backend.insight.context import Context
from backend.insight.row import Row
from backend.insight.words import Words, found, words

CLOSE = 0.6
"""Cosine from which a neighbour says something of a candidate's intent; unrelated requests have 0 to 0.4."""

ENOUGH = 3
"""So many close neighbours must there be, and so many accepted examples of the candidate's own intent."""

AT_MOST_OWN = 1
"""So many of the close neighbours may have the candidate's intent while it is still doubted."""


UNFIT = 0.01
"""Below this probability of its slot a word is doubted: see the table of bench.scores."""


def intent_of_neighbours(row: Row, context: Context) -> Verdict:
    """The nearest accepted examples do not agree on another intent."""
    name = "intent-of-neighbours"
    close = [neighbour.intent for neighbour in context.accepted if neighbour.similarity >= CLOSE]
    own = close.count(row.intent)
    if len(close) < ENOUGH or own > AT_MOST_OWN or context.knowledge.intents[row.intent] < ENOUGH:
        return Verdict(name, True)
    other, times = min(Counter(i for i in close if i != row.intent).items(), key=lambda item: (-item[1], item[0]))
    if 2 * times <= len(close):
        return Verdict(name, True)
    return Verdict(name, False, f"{times} of the {len(close)} nearest accepted have intent {other}")


def slot_of_value(row: Row, context: Context) -> Verdict:
    """No value is known only under other slots than the one it has here."""
    wrong = []
    for slot, value in row.slots:
        known = context.knowledge.slots_of.get(_words(value, row))
        if known and slot not in known:
            wrong.append(f"{value} is known as {_listed(known)}, not as {slot}")
    return Verdict("slot-of-value", not wrong, "; ".join(wrong))


def in_catalogue(row: Row, context: Context) -> Verdict:
    """A slot that has a catalogue has a value of it, or one that was accepted under the slot."""
    knowledge = context.knowledge
    lacking = [
        f"{slot} = {value}"
        for slot, value in row.slots
        if slot in knowledge.catalogues
        and _words(value, row) not in knowledge.catalogues[slot]
        and not knowledge.accepted(slot, _words(value, row))
    ]
    return Verdict("in-catalogue", not lacking, f"not in the catalogue: {', '.join(lacking)}" if lacking else "")


def values_labelled(row: Row, context: Context) -> Verdict:
    """No known value of a slot of the intent stands in the text without a label, word for word."""
    knowledge = context.knowledge
    slots = knowledge.intent_slots.get(row.intent, frozenset())
    left = []
    for piece in row.outside:
        for value in found(_words(piece, row), knowledge.slots_of, knowledge.longest):
            known = {slot: times for slot, times in knowledge.slots_of[value].items() if slot in slots}
            if known and knowledge.telling(value):
                left.append(f"{_shown(value, row)} is known as {_listed(Counter(known))}")
    return Verdict("values-labelled", not left, f"without a label: {'; '.join(dict.fromkeys(left))}" if left else "")


def student_agrees(row: Row, context: Context) -> Verdict:
    """The student says the same intent and spans, as far as it knows the labels."""
    said = context.prediction
    against = said.contradicts(row) if said is not None else None
    if said is None or against is None:
        return Verdict("student-agrees", True)
    sure = f"{said.confidence:.0%} sure"
    what = f"intent {said.intent} ({sure})" if against == "intent" else f"other spans ({sure} of the intent)"
    return Verdict("student-agrees", False, f"the student says {what}")


def round_trip_agrees(_row: Row, context: Context) -> Verdict:
    """A student of parses, asked for the text, says the same parse but for the order of labels beside each other."""
    found = context.round_trip
    if found is None or found.unordered:
        return Verdict("round-trip-agrees", True)
    return Verdict("round-trip-agrees", False, f"the student says {found.said} (right {found.right:.0%} of the time)")


def cross_fold_agrees(row: Row, context: Context) -> Verdict:
    """The text does not speak against the intent, by a student that was trained without it."""
    score = context.score
    if score is None or score.likeliest == row.intent or score.information >= 0:
        return Verdict("cross-fold-agrees", True)
    said = f"a student trained without it takes it for {score.likeliest} (p = {score.confidence:.2f})"
    return Verdict("cross-fold-agrees", False, said)


def slots_fit(_row: Row, context: Context) -> Verdict:
    """No word speaks against the slot that it stands in, or against none, by a student that was trained without it."""
    score = context.slots
    if score is None or score.likeliest == score.given or score.probability >= UNFIT:
        return Verdict("slots-fit", True)
    taken = f"as {score.likeliest}" if score.likeliest else "as no value"
    where = "" if score.given else ", which has no label,"
    said = f"a student trained without it reads “{score.word}”{where} {taken} (p = {score.confidence:.2f})"
    return Verdict("slots-fit", False, f"{score.slot}: {said}")


def _words(text: str, row: Row) -> Words:
    return words(text, row.language)


def _shown(value: Words, row: Row) -> str:
    return words_joined(value, row.language)


def _listed(slots: Counter[str]) -> str:
    return " or ".join(slot for slot, _ in sorted(slots.items(), key=lambda item: (-item[1], item[0]))[:3])
