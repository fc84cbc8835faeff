"""What lessons are made of: annotated utterances, and which of them say the same in several languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class Corpus:
    """Utterances, with slots or with parses, of any intents and languages.

    Attributes:
        keys: for each utterance what it shares with its translations, "" where nothing is known of any; or none at all.

    Raises:
        InvalidValue: other than one key for each utterance.
    """

    utterances: tuple[Utterance, ...]
    keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.keys and len(self.keys) != len(self.utterances):
            raise InvalidValue(f"{len(self.utterances)} utterances with so many keys", value=len(self.keys))

    def __len__(self) -> int:
        return len(self.utterances)

    def key(self, at: int) -> str:
        """The key of the utterance at that place; "" if it has none."""
        return self.keys[at] if self.keys else ""

    @cached_property
    def parallel(self) -> tuple[Mapping[str, Utterance], ...]:
        """Language → utterance, for every key that utterances of at least two languages share.

        Of several utterances of one language under one key the first counts.
        """
        found: dict[str, dict[str, Utterance]] = defaultdict(dict)
        for utterance, key in zip(self.utterances, self.keys, strict=False):
            if key:
                found[key].setdefault(utterance.language, utterance)
        return tuple(same for same in found.values() if len(same) > 1)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """All of them, sorted."""
        return tuple(sorted({utterance.language for utterance in self.utterances}))
