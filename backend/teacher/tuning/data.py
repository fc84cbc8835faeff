"""Which utterances teach, which measure, and which must not be there at all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.notation import write_typed
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class TuneData:
    """The utterances of a tuning run.

    Attributes:
        teaching: targets of the lessons; measuring: held out, of the same intents, for the loss only.
        excluded: intents that are in neither.

    Raises:
        InvalidValue: nothing to teach or to measure with, or an excluded intent that is there after all.
    """

    teaching: tuple[Utterance, ...]
    measuring: tuple[Utterance, ...]
    excluded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for utterance in (*self.teaching, *self.measuring):
            if _same(utterance.intent) in {_same(name) for name in self.excluded}:
                raise InvalidValue("excluded intent in the tuning data", value=utterance.intent)
        if not self.teaching or not self.measuring:
            raise InvalidValue(
                f"tuning data of {len(self.teaching)} utterances to learn from and {len(self.measuring)} held out",
                remedy="Give more annotated utterances, or hold a larger share out.",
            )

    @property
    def sha256(self) -> str:
        """Of what teaches and what measures, in any order; hexadecimal."""
        digest = hashlib.sha256()
        for part in (self.teaching, self.measuring):
            rows = sorted(json.dumps([one.intent, one.language, write_typed(one)]) for one in part)
            digest.update("\n".join([*rows, ""]).encode())
        return digest.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """Utterances to learn from, by intent."""
        return dict(sorted(Counter(utterance.intent for utterance in self.teaching).items()))


def split(utterances: Sequence[Utterance], excluded: Sequence[str], held_out: float) -> TuneData:
    """Leave out the excluded intents, and hold out a share of each other one by a hash of its texts.

    Which side an utterance is on depends on its text alone, so more data does not move any.

    Args:
        excluded: names of intents; case and separators do not count ("GetWeather", "get_weather").

    Raises:
        InvalidValue: an intent to exclude that the data does not have (a typing mistake would go unseen), too little
            data, or parses, of which no lesson is made.
    """
    parsed = next((utterance for utterance in utterances if utterance.parse is not None), None)
    if parsed is not None:
        raise InvalidValue("a parse, which no teacher is tuned on", value=parsed.text, remedy="Give data with slots.")
    present = {_same(utterance.intent) for utterance in utterances}
    unknown = [name for name in excluded if _same(name) not in present]
    if unknown:
        raise InvalidValue(
            "intent to exclude that the data does not have", value=unknown[0], remedy="Check its name, or leave it out."
        )
    left_out = {_same(name) for name in excluded}
    used = [utterance for utterance in utterances if _same(utterance.intent) not in left_out]
    measuring = tuple(utterance for utterance in used if _share(utterance) < held_out)
    teaching = tuple(utterance for utterance in used if _share(utterance) >= held_out)
    return TuneData(teaching, measuring, tuple(excluded))


def _share(utterance: Utterance) -> float:
    digest = hashlib.sha256(normalised(utterance.text).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _same(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
