"""What a component is told of utterances and slots: plain values, for JSON."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.notation import Annotated
from backend.domain.parse_places import value_places
from backend.domain.utterance import Utterance
from ui.colours import SlotColour, slot_colour


def marked_text(utterance: Utterance | Annotated) -> dict[str, object]:
    """`{"text": …, "spans": [[start, end, slot], …]}`, character offsets (code points), end-exclusive.

    Of an utterance with a parse: its values, with their labels, where all of them stand in the text.
    """
    parse = utterance.parse if isinstance(utterance, Utterance) else None
    if parse is not None:
        labels, held = [label for label, _ in parse.values], [value for _, value in parse.values]
        found = value_places(utterance.text, held) or []
        placed = sorted((start, end, label) for (start, end), label in zip(found, labels, strict=False))
        return {"text": utterance.text, "spans": [list(span) for span in placed]}
    return {"text": utterance.text, "spans": [[span.start, span.end, span.slot] for span in utterance.spans]}


def slot_styles(slots: Sequence[str]) -> list[dict[str, str]]:
    """Name and colours of every slot; a slot's colour is that of its position."""
    return [{"name": name, **_style(slot_colour(index))} for index, name in enumerate(slots)]


def _style(colour: SlotColour) -> dict[str, str]:
    return {
        "backgroundLight": colour.background_light,
        "backgroundDark": colour.background_dark,
        "border": colour.border,
        "textLight": colour.text_light,
        "textDark": colour.text_dark,
    }
