"""Whether a teacher was tuned on the intent that is to be new: then nothing it writes of it may be measured."""

from __future__ import annotations

from typing import Any

from backend.domain.errors import Conflict
from backend.domain.names import label_words

_EVERYDAY = {"to", "get", "add", "search", "query", "set", "other"}
"""Words that say what is done rather than what about."""


def same_name(one: str, other: str) -> bool:
    """Whether two labels are the same, however they are written.

    >>> same_name("PlayMusic", "play_music"), same_name("PlayMusic", "music_query")
    (True, False)
    """
    return label_words(one).replace(" ", "") == label_words(other).replace(" ", "")


def tuned_intents(card: dict[str, Any]) -> tuple[str, ...]:
    """The intents of a teacher's tuning data, by its card; none for a teacher that we did not tune."""
    return tuple(sorted(card.get("data", {}).get("intents", {})))


def require_new(intent: str, teacher: str, card: dict[str, Any]) -> None:
    """Refuse a teacher that was tuned on the intent.

    Raises:
        Conflict: its card lists the intent, however that is written.
    """
    for known in tuned_intents(card):
        if same_name(intent, known):
            raise Conflict(
                f"intent that is not new to teacher {teacher}, which was tuned on {known}",
                value=intent,
                remedy=f"Tune another with --exclude-intent {known} and give it as --teacher-for {intent}=FOLDER.",
            )


def related(intent: str, card: dict[str, Any]) -> tuple[str, ...]:
    """Intents of the tuning data that share a telling word with this one: it is new by its name, not by its topic.

    >>> related("GetWeather", {"data": {"intents": {"weather_query": 9, "play_game": 1}}})
    ('weather_query',)
    """
    words = set(label_words(intent).split()) - _EVERYDAY
    return tuple(known for known in tuned_intents(card) if words & set(label_words(known).split()))
