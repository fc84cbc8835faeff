"""What lessons are made of: annotated utterances, and which of them say the same in several languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.parse_schema import ParseSchema
from backend.domain.parsed import FLAT, induced, is_of, parsed, slotted
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
    def by_intent(self) -> Mapping[tuple[str, str], tuple[Utterance, ...]]:
        """(intent, language) → its utterances, of those that say the same the first."""
        found: dict[tuple[str, str], dict[str, Utterance]] = defaultdict(dict)
        for utterance in self.utterances:
            found[utterance.intent, utterance.language].setdefault(normalised(utterance.text), utterance)
        return {of: tuple(same.values()) for of, same in found.items()}

    @cached_property
    def with_slots(self) -> Corpus:
        """Those without a parse, and those whose parse is one intent over slots, with these as slots."""
        made = [one if one.parse is None else slotted(one) for one in self.utterances]
        kept = [at for at, utterance in enumerate(made) if utterance is not None]
        return Corpus(tuple(one for one in made if one is not None), self._of(kept).keys)

    @cached_property
    def _without_parse(self) -> Corpus:
        return self._of([at for at, utterance in enumerate(self.utterances) if utterance.parse is None])

    @cached_property
    def with_parses(self) -> tuple[ParsedCorpus, ...]:
        """Those with a parse, and those with slots as parses of depth one; each kind of parses by itself.

        What is not as most of its kind, or cannot be written as a parse, is left out.
        """
        own = self._of([at for at, utterance in enumerate(self.utterances) if utterance.parse is not None])
        schema = induced(own.utterances)
        fits = [at for at, utterance in enumerate(own.utterances) if is_of(utterance, schema)]
        flat, made = self._without_parse, [parsed(utterance) for utterance in self._without_parse.utterances]
        kept = [at for at, utterance in enumerate(made) if utterance is not None]
        of_slots = Corpus(tuple(one for one in made if one is not None), flat._of(kept).keys)
        kinds = (ParsedCorpus(schema, own._of(fits)), ParsedCorpus(FLAT, of_slots))
        return tuple(kind for kind in kinds if len(kind.corpus))

    def _of(self, places: Sequence[int]) -> Corpus:
        keys = tuple(self.keys[at] for at in places) if self.keys else ()
        return Corpus(tuple(self.utterances[at] for at in places), keys)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """All of them, sorted."""
        return tuple(sorted({utterance.language for utterance in self.utterances}))


@dataclass(frozen=True)
class ParsedCorpus:
    """Utterances that all have a parse of one schema; that of the form `top` has labels, others need none."""

    schema: ParseSchema
    corpus: Corpus
