"""What the review card is told of a parse: how it is written, and which of its labels stand over which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.notation import write_typed
from backend.domain.parse_notation import write_parse
from backend.domain.parse_places import Place, places
from backend.domain.parse_schema import ParseSchema
from backend.domain.shown import write_shown
from backend.domain.utterance import Utterance


def notation_of(utterance: Utterance, parses: ParseSchema | None) -> dict[str, Any]:
    """`notation`, which an edit begins with, and `parse`: None, or its `boxes`; then there are no `spans`.

    A box is `[start, end, label, [boxes inside]]`, character offsets, end-exclusive. The notation of a parse that
    holds every word of its text is the parse alone.
    """
    if parses is None or utterance.parse is None:
        return {"notation": write_typed(utterance), "parse": None}
    alone = parses.form == "top"
    written = write_parse(utterance.parse, parses.style) if alone else write_shown(utterance, parses.style)
    return {
        "notation": written,
        "spans": [],
        "parse": {"boxes": boxes_of(places(utterance.parse, utterance.text, parses))},
    }


def about_parses(parses: ParseSchema | None) -> dict[str, Any] | None:
    """What holds for all parses of a project: their form and brackets, the labels there are, and what may hold what.

    Labels are named by their place in `labels` elsewhere, since this goes to the browser with every answer:
    `nests` has for each label those that may stand right inside it, `values` has the labels that hold values.
    """
    if parses is None:
        return None
    style = parses.style
    place = {label.name: at for at, label in enumerate(parses.labels)}
    return {
        "form": parses.form,
        "opening": style.opening,
        "closing": style.closing,
        "labels": list(place),
        "roots": [place[name] for name in parses.roots],
        "nests": [[place[name] for name in label.nests] for label in parses.labels],
        "values": [at for at, label in enumerate(parses.labels) if label.holds_value],
        "depth": parses.depth,
        "mostRoots": parses.most_roots,
    }


def boxes_of(placed: Sequence[Place]) -> list[list[Any]]:
    """`[start, end, label, [boxes inside]]` for each label over the text."""
    return [[place.start, place.end, place.label, boxes_of(place.inside)] for place in placed]


def count_boxes(boxes: Sequence[list[Any]]) -> int:
    """How many labels these boxes are, with all that are inside them."""
    return sum(1 + count_boxes(inside) for _start, _end, _label, inside in boxes)
