"""A parse in words, where there is no room to draw it."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from backend.domain.parse import Node
from backend.domain.parse_notation import read_parse


def parse_in_words(notation: str) -> str:
    """What a parse says, as a person would: its labels, each with what stands inside it, or with its words.

    Carrier words beside labels are left out: the utterance stands beside it. What cannot be read stays as it is, and
    no parse is "none".

    >>> parse_in_words("[IN:GET_EVENT talks on [SL:TOPIC dry moss ] by [SL:HOST [IN:GET_CONTACT [SL:NAME ida ] ] ] ]")
    'IN:GET_EVENT with SL:TOPIC: dry moss, SL:HOST (IN:GET_CONTACT with SL:NAME: ida)'
    """
    if not notation:
        return "none"
    try:
        roots = read_parse(notation).roots
    except InvalidValue:
        return notation
    return "; ".join(_told(root, is_root=True) for root in roots)


def _told(node: Node, *, is_root: bool = False) -> str:
    if not node.nodes:
        return node.label if is_root or not node.words else f"{node.label}: {' '.join(node.words)}"
    inside = ", ".join(map(_told, node.nodes))
    return f"{node.label} with {inside}" if node.label.startswith("IN:") or is_root else f"{node.label} ({inside})"
