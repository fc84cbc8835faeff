"""The `tuned` style of LINGUIST: the one prompt text that teachers are tuned on and asked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.language import language_name
from backend.domain.names import label_words
from backend.domain.notation import escape, write_numbered
from backend.domain.request import Include
from backend.domain.utterance import Utterance

TEMPLATE = "linguist/tuned"


@dataclass(frozen=True)
class Example:
    """An utterance, and the request that it is shown as the reply to."""

    include: tuple[Include, ...]
    utterance: Utterance


@dataclass(frozen=True)
class Head:
    """What comes before the examples: the same for every request that shares it.

    Attributes:
        intent: as words. labels: number → slot. words: slot → how the label is called in the prompt; ""
            leaves its number alone. known: slot → values it is known to take.
    """

    language: str
    intent: str
    labels: Mapping[int, str]
    words: Mapping[str, str]
    known: Mapping[str, Sequence[str]]


def head(language: str, intent: str, labels: Mapping[int, str], known: Mapping[str, Sequence[str]]) -> Head:
    """A head whose labels go by the words of their names."""
    return Head(language, label_words(intent), labels, {slot: label_words(slot) for slot in labels.values()}, known)


def view(of: Head, examples: Sequence[Example], include: Sequence[Include]) -> dict[str, Any]:
    """The values of the template's variables."""
    numbers = {slot: number for number, slot in of.labels.items()}

    def numbered(items: Sequence[Include]) -> list[dict[str, Any]]:
        return [{"number": numbers[item.slot], "value": shown_value(item.value)} for item in items]

    return {
        "language": language_name(of.language),
        "intent": of.intent,
        "labels": [
            {
                "number": number,
                "words": of.words[slot],
                "known": [shown_value(value) for value in of.known.get(slot, ())],
            }
            for number, slot in of.labels.items()
        ],
        "examples": [
            {"include": numbered(example.include), "reply": write_numbered(example.utterance, of.labels)}
            for example in examples
        ],
        "include": numbered(include),
    }


def one_line(text: str) -> str:
    """`text` without the line breaks that would end its line of a prompt."""
    return " ".join(text.split())


def shown_value(text: str) -> str:
    """A value as it may stand in a prompt's brackets."""
    return escape(one_line(text))
