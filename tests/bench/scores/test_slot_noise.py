"""Wrong slots that are put into real utterances, one of each kind in turn."""

from __future__ import annotations

from backend.insight.row import Row
from bench.scores.slot_noise import INTENT, KINDS, slots_drawn


def pool() -> list[Row]:
    """Utterances of two intents with two slots each."""
    rows = []
    for number in range(60):
        intent, first, second = ("book", "city", "day") if number % 2 else ("play", "song", "artist")
        values = (f"big {first} {number}", f"{second}{number}")
        text = f"{intent} please {values[0]} for {values[1]} now"
        one, two = text.index(values[0]), text.index(values[1])
        rows.append(
            Row(number, text, intent, "en", ((one, one + len(values[0]), first), (two, two + len(values[1]), second)))
        )
    return rows


def test_each_kind_changes_what_it_says_and_the_rest_is_as_it_was() -> None:
    rows = pool()
    draw = slots_drawn(rows, accepted=5, candidates=40, share=0.5, seed=1, kinds=(*KINDS, INTENT))
    assert draw == slots_drawn(rows, accepted=5, candidates=40, share=0.5, seed=1, kinds=(*KINDS, INTENT))
    assert (len(draw.accepted), sum(draw.wrong)) == (10, 20)
    counts = {kind: draw.kinds.count(kind) for kind in (*KINDS, INTENT)}
    assert set(counts.values()) == {3, 4}
    for row, kind in zip(draw.candidates, draw.kinds, strict=True):
        was = rows[row.id]
        assert (row.text != was.text, row.intent != was.intent) == (kind in ("value", "word"), kind == INTENT)
        assert kind in ("value", "word") or (row.spans != was.spans) == (kind in ("label", "boundary", "forgotten"))
        assert all(row.text[start:end].strip() == row.text[start:end] != "" for start, end, _ in row.spans)
        assert [slot for slot, _ in row.slots] == [slot for slot, _ in was.slots] or kind in ("label", "forgotten")
        if kind == "value":
            changed = [(slot, value) for slot, value in row.slots if (slot, value) not in was.slots]
            assert len(changed) == 1
            assert changed[0] not in [pair for one in rows for pair in one.slots]
        if kind == "label":
            assert {slot for slot, _ in row.slots} < {slot for slot, _ in was.slots}
        if kind == "forgotten":
            assert len(row.spans) == len(was.spans) - 1
