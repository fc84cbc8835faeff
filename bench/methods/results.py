"""The cells as rows, with their spread over the seeds, and as a table of each data set for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.figures import KEPT, spread
from bench.methods.measuring import Measured

COLUMNS = {
    "kept": "kept",
    "kept_per_second": "kept/s",
    "gold_labels": "gold: same slots",
    "gold_exact": "gold: same slots and values",
    "gold_f1": "gold: slot-value F1",
    "gold_parse": "gold: same parse",
    "gold_chrf": "gold: chrF",
    "round_trip": "round trip",
    "round_trip_slot_f1": "round trip: slot F1",
    "round_trip_asked": "round trip: asked of",
    "slots": "slots each",
    "slots_of_seeds": "slots each, seeds",
    "new_texts": "new texts",
    "new_values": "new values",
    "distinct_2": "distinct-2",
    "distinct_2_real": "distinct-2, real",
}
"""Figure → its head in the table; one that no row of a data set has is left out of its table."""

_NUMBERS = ("kept_per_second", "slots", "slots_of_seeds", "distinct_2", "distinct_2_real")
"""Figures that are no percentage."""

_REASONS_SHOWN = 4


def rows_of(cells: Sequence[Measured]) -> list[dict[str, Any]]:
    """One for each data set, method, language and teacher, in the order in which these come."""
    found: dict[tuple[str, str, str, str], list[Measured]] = {}
    for one in cells:
        at = one.cell
        found.setdefault((at.set, at.method, at.language, at.teacher), []).append(one)
    return [_row(some) for some in found.values()]


def tables(rows: Sequence[dict[str, Any]]) -> str:
    """A table in Markdown of each data set."""
    names = dict.fromkeys(row["set"] for row in rows)
    return "\n\n".join(f"**{name}**\n\n{_table([row for row in rows if row['set'] == name])}" for name in names)


def _row(cells: Sequence[Measured]) -> dict[str, Any]:
    at = cells[0].cell
    names = dict.fromkeys(name for one in cells for name in one.figures)
    values = {name: [one.figures[name] for one in cells if one.figures.get(name) is not None] for name in names}
    yields: Counter[str] = Counter()
    for one in cells:
        yields.update(one.yields)
    return {
        "set": at.set,
        "method": at.method,
        "language": at.language,
        "teacher": at.shown_teacher,
        "style": at.style,
        "devices": sorted({one.device for one in cells}),
        "seeds": sorted(one.cell.seed for one in cells),
        "intents": sorted({intent for one in cells for intent in one.intents}),
        "raw": yields.total(),
        "yield": dict(yields.most_common()),
        "figures": {name: spread([v for v in held if v is not None]) for name, held in values.items() if held},
    }


def _table(rows: Sequence[dict[str, Any]]) -> str:
    shown = [name for name in COLUMNS if any(name in row["figures"] for row in rows)]
    lines = [["method", "language", "teacher", "intents", "written", *(COLUMNS[name] for name in shown), "dropped for"]]
    for row in rows:
        about = [row["method"], row["language"], row["teacher"], str(len(row["intents"])), f"{row['raw']:,}"]
        lines.append([*about, *(_shown(name, row["figures"].get(name)) for name in shown), _dropped(row["yield"])])
    made = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([made[0], f"|{' --- |' * len(lines[0])}", *made[1:]])


def _shown(name: str, of: dict[str, float] | None) -> str:
    if of is None:
        return "–"
    if name in _NUMBERS:
        return f"{of['mean']:.2f} ({of['min']:.2f} to {of['max']:.2f})"
    return f"{of['mean']:.0%} ({of['min']:.0%} to {of['max']:.0%})"


def _dropped(yields: dict[str, int]) -> str:
    reasons = [f"{check} {count}" for check, count in yields.items() if check != KEPT]
    return ", ".join(reasons[:_REASONS_SHOWN]) + (", …" if len(reasons) > _REASONS_SHOWN else "") or "none"
