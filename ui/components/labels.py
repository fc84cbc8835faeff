"""What a component is told of utterances and slots: plain values, for JSON."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.notation import Annotated
from backend.domain.parse import Parse
from backend.domain.parse_notation import write_parse
from backend.domain.parse_places import places, value_places
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from ui.colours import SlotColour, slot_colour
from ui.components.parse_tree import boxes_of, count_boxes


def marked_text(utterance: Utterance | Annotated, parses: ParseSchema | None = None) -> dict[str, object]:
    """`{"text": …, "spans": [[start, end, slot], …]}`, character offsets (code points), end-exclusive.

    Of an utterance with a parse, every label of it: `boxes` in the place of spans, as `boxes_of` has them. Where a
    label has no words of the text, the parse as it is `written` instead, beside the values that the text holds.

    Args:
        parses: what the project's parses may be; None in a project of slots.
    """
    parse = utterance.parse if isinstance(utterance, Utterance) else None
    if parse is not None:
        return {"text": utterance.text, **_labels_of(parse, utterance.text, parses)}
    return {"text": utterance.text, "spans": [[span.start, span.end, span.slot] for span in utterance.spans]}


def _labels_of(parse: Parse, text: str, parses: ParseSchema | None) -> dict[str, object]:
    if parses is not None:
        boxes = boxes_of(places(parse, text, parses))
        if count_boxes(boxes) == len(list(parse.walk())):
            return {"spans": [], "boxes": boxes}
    labels, held = [label for label, _ in parse.values], [value for _, value in parse.values]
    found = value_places(text, held) or []
    placed = sorted((start, end, label) for (start, end), label in zip(found, labels, strict=False))
    written = {} if parses is None else {"written": write_parse(parse, parses.style)}
    return {"spans": [list(span) for span in placed], **written}


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
