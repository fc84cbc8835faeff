"""Which utterances teach, which measure, and which must not be there at all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse import intent_of_label
from backend.domain.shown import write_shown
from backend.domain.utterance import Utterance
from backend.methods import Method
from backend.teacher.tuning.words import folded, require_known, words_in


@dataclass(frozen=True)
class TuneData:
    """The utterances of a tuning run.

    Attributes:
        teaching: targets of the lessons; measuring: held out, of the same intents, for the loss only.
        excluded: intents that are in neither, nor in any of their parses. excluded_words: words that are in no text of
            them, such as the name of an assistant.

    Raises:
        InvalidValue: nothing to teach or to measure with, or an excluded intent or word that is there after all.
    """

    teaching: Corpus
    measuring: Corpus
    excluded: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        left_out, words = _same_names(self.excluded), folded(self.excluded_words)
        for utterance in (*self.teaching.utterances, *self.measuring.utterances) if left_out or words else ():
            if left_out and left_out & intents_of(utterance):
                raise InvalidValue("excluded intent in the tuning data", value=utterance.intent)
            if words_in(utterance, words):
                raise InvalidValue("excluded word in the tuning data", value=utterance.text)
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
            rows = sorted(_row(one, part.key(at)) for at, one in enumerate(part.utterances))
            digest.update("\n".join([*rows, ""]).encode())
        return digest.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """Utterances to learn from, by intent."""
        return dict(sorted(Counter(utterance.intent for utterance in self.teaching.utterances).items()))

    def require_lessons(self, methods: Iterable[Method]) -> None:
        """Refuse a method that the data holds nothing to learn for.

        Raises:
            InvalidValue: says which.
        """
        for method in methods:
            if not method.tuned_templates:
                raise InvalidValue("method that no teacher can be tuned for", value=method.name)
            for part, name in ((self.teaching, "to learn from"), (self.measuring, "held out")):
                if next(method.lessons(part, 0), None) is None:
                    raise InvalidValue(
                        f"data of which no lesson can be made for a method, of the {len(part)} utterances {name}",
                        value=method.name,
                        remedy="Leave the method out. To translate is learnt from utterances that share a key with "
                        "their translations, LINGUIST from slots, CLASP from parses or slots.",
                    )


def split(
    utterances: Sequence[Utterance],
    excluded: Sequence[str],
    held_out: float,
    keys: Sequence[str] = (),
    excluded_words: Sequence[str] = (),
) -> TuneData:
    """Leave out the excluded intents, and hold out a share of each other one by a hash of its texts.

    Which side an utterance is on depends on its text alone, so more data does not move any; where it has a key, on
    that alone, so that it is on the side of its translations.

    Args:
        excluded: names of intents; case and separators do not count ("GetWeather", "get_weather").
        keys: see `Corpus`. excluded_words: utterances with one of these words in their text are left out; see
            `words_in`.

    Raises:
        InvalidValue: an intent or word to exclude that the data does not have (a typing mistake would go unseen), or
            too little data.
    """
    left_out = _same_names(excluded)
    intents = [intents_of(utterance) for utterance in utterances] if left_out else [frozenset[str]()] * len(utterances)
    present = frozenset[str]().union(*intents)
    unknown = [name for name in excluded if _same(name) not in present]
    if unknown:
        raise InvalidValue(
            "intent to exclude that the data does not have", value=unknown[0], remedy="Check its name, or leave it out."
        )
    sides: tuple[list[int], list[int]] = ([], [])
    words = folded(excluded_words)
    require_known(words, utterances)
    for at, (utterance, names) in enumerate(zip(utterances, intents, strict=True)):
        if not left_out & names and not words_in(utterance, words):
            said = (keys[at] if keys else "") or normalised(utterance.text)
            sides[_share(said) < held_out].append(at)
    teaching, measuring = (
        Corpus(tuple(utterances[at] for at in side), tuple(keys[at] for at in side) if keys else ()) for side in sides
    )
    return TuneData(teaching, measuring, tuple(excluded), tuple(excluded_words))


def intents_of(utterance: Utterance) -> frozenset[str]:
    """The intents that an utterance has anything to do with, spelt alike: its own, and those inside its parse."""
    names = [utterance.intent]
    if utterance.parse is not None:
        names += [root.label for root in utterance.parse.roots]
        names += [node.label for node in utterance.parse.walk() if node.label.startswith("IN:")]
    return frozenset(_same(intent_of_label(name)) for name in names)


def _row(utterance: Utterance, key: str) -> str:
    written = [utterance.intent, utterance.language, write_shown(utterance)]
    return json.dumps([*written, key] if key else written)


def _share(said: str) -> float:
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _same_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_same(name) for name in names)


def _same(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
