"""The `tuned` style of translation: an annotated utterance is given, and an annotated one is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.language import language_name
from backend.domain.names import label_words
from backend.domain.notation import write_numbered
from backend.domain.utterance import Utterance
from backend.methods.linguist_tuned import shown_value
from backend.methods.rewording import numbered_slots

TEMPLATE = "translate/tuned"


def view(source: Utterance, language: str, keep: Sequence[str]) -> dict[str, Any]:
    """The values of the template's variables.

    Args:
        language: of the reply. keep: values that are to stand in it as they stand in the source.
    """
    labels = numbered_slots(source)
    return {
        "language": language_name(language),
        "source_language": language_name(source.language),
        "intent": label_words(source.intent),
        "labels": [{"number": number, "words": label_words(slot)} for number, slot in labels.items()],
        "keep": [shown_value(value) for value in keep],
        "source": write_numbered(source, labels),
    }
