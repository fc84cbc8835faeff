"""Values that stand in a new text as they stood in its source, but for case, punctuation and spacing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from backend.domain.normalise import normalised
from backend.domain.tokens import Token
from backend.domain.utterance import Utterance
from backend.students.tokens import cut_tokens, is_sign


@dataclass(frozen=True)
class Tokenised:
    """A text and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def made_of(cls, utterance: Utterance) -> Tokenised:
        """Tokens that none of its spans cuts, each sign one of its own: a value may end between two."""
        pieces = (piece for token in cut_tokens(utterance) for piece in _marks(token))
        return cls(utterance.text, tuple(pieces))

    def of(self, run: range) -> str:
        """The text of a run of tokens, at least one."""
        return self.text[self.tokens[run[0]].start : self.tokens[run[-1]].end]


@dataclass(frozen=True)
class Value:
    """A slot's value in the source: `run` is its tokens."""

    slot: str
    run: range


def verbatim(values: Sequence[Value], source: Tokenised, target: Tokenised) -> dict[Value, range]:
    """The tokens of the target that are clearly each value: it stands there as often as in the source.

    A value that stands in either text more often, as another slot's or as none, is left out; so is a part of a longer
    value that was found. Values that are the same of the same slot may be told apart by nothing: in the order of both.
    """
    alike: dict[str, list[Value]] = defaultdict(list)
    for value in values:
        alike[normalised(source.of(value.run))].append(value)
    found: dict[Value, range] = {}
    for text in sorted(alike, key=lambda text: (-len(text), text)):
        same = sorted(alike[text], key=lambda value: value.run.start)
        shown = source.of(same[0].run)
        there = _places(shown, source, frozenset(chain.from_iterable(value.run for value in found)))
        here = _places(shown, target, frozenset(chain.from_iterable(found.values())))
        if len(there) == len(here) == len(same) and len({value.slot for value in same}) == 1:
            found.update(zip(same, here, strict=True))
    return found


def _places(value: str, within: Tokenised, taken: frozenset[int]) -> list[range]:
    """The runs of tokens that say `value`, from left to right, none within another."""
    wanted, places, at = normalised(value), [], 0
    while at < len(within.tokens):
        run = _place(value, wanted, within, at, taken)
        if run:
            places.append(run)
        at = run.stop if run else at + 1
    return places


def _place(value: str, wanted: str, within: Tokenised, first: int, taken: frozenset[int]) -> range | None:
    """The run from `first` on; with the punctuation at its end only if the value has it too."""
    if is_punctuation(within.tokens[first].text) and not is_punctuation(value[0]):
        return None
    best = None
    for stop in range(first + 1, len(within.tokens) + 1):
        run = range(first, stop)
        said = within.of(run)
        if stop - 1 in taken or len(normalised(said)) > len(wanted):
            break
        if normalised(said) == wanted and (best is None or said.casefold() == value.casefold()):
            best = run
    return best


def _marks(token: Token) -> list[Token]:
    if not all(map(is_sign, token.text)):
        return [token]
    return [Token(token.start + at, token.start + at + 1, mark) for at, mark in enumerate(token.text)]


def is_punctuation(text: str) -> bool:
    """Whether a text has no letter, digit or symbol.

    >>> [is_punctuation(text) for text in ("?!", "5", "$", "don't")]
    [True, False, False, False]
    """
    return not any(unicodedata.category(character)[0] in "LNMS" for character in text)
