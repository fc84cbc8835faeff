"""Utterances with their parses, as boxes over the text and an outline under it, drawn as text whatever they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from backend.domain.parse import Node, Parse
from backend.domain.parse_places import places
from backend.domain.parse_schema import ParseSchema
from ui.components.inline import HERE, inline_module, inline_styles
from ui.components.labels import slot_styles
from ui.components.parse_tree import boxes_of

_mount = st.components.v2.component(
    "teachset_parsed",
    html='<ul class="ts-utterances ts-parsed tc"></ul>',
    css=inline_styles("marks.css", "annotated.css", "card_parse.css", "parsed.css"),
    js=inline_module(HERE / "parsed.js"),
)


@dataclass(frozen=True)
class Line:
    """A text with a parse, or None and then the outline says `problem`; `note` stands above it."""

    text: str
    parse: Parse | None
    problem: str = ""
    note: str = ""


def parsed(lines: Sequence[Line], schema: ParseSchema, *, key: str) -> None:
    """Draw texts with their parses below one another.

    Args:
        key: of the element, unique on the page.
    """
    data = {
        "lines": [_told(line, schema) for line in lines],
        "slots": slot_styles([label.name for label in schema.labels]),
    }
    _mount(key=key, data=data)


def _told(line: Line, schema: ParseSchema) -> dict[str, Any]:
    return {
        "text": line.text,
        "note": line.note,
        "problem": line.problem,
        "boxes": boxes_of(places(line.parse, line.text, schema)) if line.parse else [],
        "tree": [_node(root) for root in line.parse.roots] if line.parse else [],
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "label": node.label,
        "children": [child if isinstance(child, str) else _node(child) for child in node.children],
    }
