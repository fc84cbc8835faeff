"""The `tuned` style of the CLASP methods: the prompt texts that teachers are tuned on and asked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.language import language_name
from backend.domain.names import label_words
from backend.domain.notation import escape


def text_view(language: str, examples: Sequence[Mapping[str, Any]], parse: str, marks: Sequence[str]) -> dict[str, Any]:
    """The values of the variables of `clasp-rs/tuned` and `clasp-ts/tuned`.

    Args:
        examples: `parse`, `marks` and `reply` of each. marks: the values by number.
    """
    return {
        "language": language_name(language),
        "examples": [{**example, "marks": [escape(value) for value in example["marks"]]} for example in examples],
        "parse": parse,
        "marks": [escape(value) for value in marks],
    }


def pairs_view(language: str, intent: str, replies: Sequence[str]) -> dict[str, Any]:
    """The values of the variables of `clasp-gb/tuned`.

    Args:
        replies: of the examples.
    """
    return {
        "language": language_name(language),
        "intent": label_words(intent),
        "examples": [{"reply": reply} for reply in replies],
    }


def translation_view(language: str, replies: Sequence[str], source: str) -> dict[str, Any]:
    """The values of the variables of `clasp-tb/tuned`.

    Args:
        replies: of the examples. source: what is to be translated, written like them.
    """
    return {"language": language_name(language), "examples": [{"reply": one} for one in replies], "source": source}
