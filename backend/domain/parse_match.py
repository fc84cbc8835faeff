"""When two parses are the same: three figures that papers report, never mixed.

A prediction that cannot be read is not the same as anything: it counts as wrong, and is never left out.
"""

from __future__ import annotations

from typing import Any

from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import write_parse


def exact_match(predicted: Parse | None, gold: Parse) -> bool:
    """Strict: the same labels and words in the same order."""
    return predicted == gold


def unordered_match(predicted: Parse | None, gold: Parse) -> bool:
    """The same but for the order of nodes beside each other (PIZZA); the words of one node keep theirs."""
    return predicted is not None and _unordered(predicted.roots) == _unordered(gold.roots)


def insensitive_match(predicted: Parse | None, gold: Parse) -> bool:
    """The same but for white space and upper and lower case (mTOP)."""
    return predicted is not None and _folded(predicted) == _folded(gold)


def _unordered(nodes: tuple[Node, ...]) -> Any:
    return sorted(((node.label, node.words, _unordered(node.nodes)) for node in nodes), key=repr)


def _folded(parse: Parse) -> str:
    return "".join(write_parse(parse).split()).casefold()
