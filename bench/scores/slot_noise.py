"""Real utterances as candidates, some of which get a wrong slot: the ways in which a teacher's slots go wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from backend.insight.row import Row
from backend.students.tokens import student_tokens
from bench.scores.noise import drawn

VALUE, BOUNDARY, LABEL, WORD, FORGOTTEN, INTENT = "value", "boundary", "label", "word", "forgotten", "intent"
KINDS = (VALUE, BOUNDARY, LABEL, WORD, FORGOTTEN)
"""A value of another slot in the place of one; a boundary moved by a word; another label of the intent; a value
replaced by a random word of the text; a label left out."""


@dataclass(frozen=True)
class SlotDraw:
    """Accepted examples, and candidates; `kinds` says what is wrong with each, "" for nothing.

    The id of a row is its place in the pool that it was drawn from; the text of a candidate may be another one.
    """

    accepted: tuple[Row, ...]
    candidates: tuple[Row, ...]
    kinds: tuple[str, ...]

    @property
    def wrong(self) -> tuple[bool, ...]:
        return tuple(bool(kind) for kind in self.kinds)


def slots_drawn(
    pool: Sequence[Row], *, accepted: int, candidates: int, share: float, seed: int, kinds: Sequence[str] = KINDS
) -> SlotDraw:
    """Draw so many accepted examples of every intent, then candidates from the rest, a share of which is made wrong.

    The kinds take turns; a candidate that one cannot be made of is passed over.
    """
    draw = drawn(pool, accepted=accepted, candidates=candidates, share=0.0, seed=seed)
    chance = Random(f"slots/{seed}")  # noqa: S311 - a sample, no secret
    slots: dict[str, set[str]] = defaultdict(set)
    for row in (*draw.accepted, *draw.candidates):
        slots[row.intent].update(slot for slot, _ in row.slots)
    rows, told = list(draw.candidates), [""] * len(draw.candidates)
    wanted, done = round(share * len(rows)), 0
    for at in chance.sample(range(len(rows)), len(rows)):
        if done == wanted:
            break
        kind = kinds[done % len(kinds)]
        made = _MADE[kind](rows[at], draw.candidates, slots, chance)
        if made is not None:
            rows[at], told[at], done = made, kind, done + 1
    return SlotDraw(draw.accepted, tuple(rows), tuple(told))


_Slots = Mapping[str, set[str]]


def _value(row: Row, rows: Sequence[Row], _slots: _Slots, chance: Random) -> Row | None:
    if not row.spans:
        return None
    at = chance.randrange(len(row.spans))
    slot, own = row.slots[at]
    others = [value for other in rows for name, value in other.slots if name != slot and value.lower() != own.lower()]
    return _with_value(row, at, chance.choice(others)) if others else None


def _word(row: Row, _rows: Sequence[Row], _slots: _Slots, chance: Random) -> Row | None:
    words = [row.text[start:end] for start, end in _outside(row) if row.text[start:end].isalpha()]
    return _with_value(row, chance.randrange(len(row.spans)), chance.choice(words)) if words and row.spans else None


def _label(row: Row, _rows: Sequence[Row], slots: _Slots, chance: Random) -> Row | None:
    if not row.spans:
        return None
    at = chance.randrange(len(row.spans))
    start, end, slot = row.spans[at]
    others = sorted(slots[row.intent] - {slot})
    return _with_span(row, at, (start, end, chance.choice(others))) if others else None


def _forgotten(row: Row, _rows: Sequence[Row], _slots: _Slots, chance: Random) -> Row | None:
    left = chance.randrange(len(row.spans)) if row.spans else 0
    return replace(row, spans=row.spans[:left] + row.spans[left + 1 :]) if row.spans else None


def _boundary(row: Row, _rows: Sequence[Row], _slots: _Slots, chance: Random) -> Row | None:
    if not row.spans:
        return None
    at = chance.randrange(len(row.spans))
    start, end, slot = row.spans[at]
    words = _words(row)
    inside = [word for word in words if start < word[1] and word[0] < end]
    free = set(_outside(row))
    before = [word for word in words if word[1] <= start][-1:]
    after = [word for word in words if word[0] >= end][:1]
    moved = [(word[0], end, slot) for word in before if word in free]
    moved += [(start, word[1], slot) for word in after if word in free]
    if len(inside) > 1:
        moved += [(inside[1][0], end, slot), (start, inside[-2][1], slot)]
    return _with_span(row, at, chance.choice(moved)) if moved else None


def _intent(row: Row, rows: Sequence[Row], _slots: _Slots, chance: Random) -> Row | None:
    return replace(row, intent=chance.choice([other.intent for other in rows if other.intent != row.intent]))


_MADE: dict[str, Callable[[Row, Sequence[Row], _Slots, Random], Row | None]] = {
    VALUE: _value,
    BOUNDARY: _boundary,
    LABEL: _label,
    WORD: _word,
    FORGOTTEN: _forgotten,
    INTENT: _intent,
}


def _words(row: Row) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in student_tokens(row.text)]


def _outside(row: Row) -> list[tuple[int, int]]:
    return [
        word for word in _words(row) if not any(start < word[1] and word[0] < end for start, end, _slot in row.spans)
    ]


def _with_span(row: Row, at: int, span: tuple[int, int, str]) -> Row:
    return replace(row, spans=(*row.spans[:at], span, *row.spans[at + 1 :]))


def _with_value(row: Row, at: int, value: str) -> Row:
    """The text with another value of that span, and the later spans moved along."""
    start, end, slot = row.spans[at]
    moved = start + len(value) - end
    later = tuple((first + moved, last + moved, name) for first, last, name in row.spans[at + 1 :])
    text = row.text[:start] + value + row.text[end:]
    return replace(row, text=text, spans=(*row.spans[:at], (start, start + len(value), slot), *later))
