"""A text as the tokens that are aligned with those of another."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from backend.domain.tokens import Token, is_sign
from backend.domain.utterance import Utterance
from backend.students.tokens import cut_tokens

_SCRIPTS = ("HIRAGANA", "KATAKANA", "CJK")


@dataclass(frozen=True)
class Tokenised:
    """A text in a language, and its tokens: none is cut by a span, and every sign is one of its own."""

    text: str
    language: str
    tokens: tuple[Token, ...]

    @classmethod
    def made_of(cls, utterance: Utterance) -> Tokenised:
        """The tokens of a student, cut at the edges of the spans and between signs: a value may end there."""
        pieces = (piece for token in cut_tokens(utterance) for piece in _signs(token))
        return cls(utterance.text, utterance.language, tuple(pieces))

    def of(self, run: range) -> str:
        """The text of a run of tokens, at least one."""
        return self.text[self.tokens[run[0]].start : self.tokens[run[-1]].end]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """For each token the word that it is, or is part of, without its case.

        Between neighbours in one of Japanese's scripts no word is taken to end: each is written in one, mostly.

        >>> Tokenised.made_of(Utterance("Play ロック", "any", "ja")).words
        ('play', 'ロック', 'ロック', 'ロック')
        """
        runs: list[list[int]] = []
        for at, token in enumerate(self.tokens):
            if at and self._goes_on(self.tokens[at - 1], token):
                runs[-1].append(at)
            else:
                runs.append([at])
        return tuple(word for run in runs for word in [self.of(range(run[0], run[-1] + 1)).casefold()] for _ in run)

    def _goes_on(self, before: Token, token: Token) -> bool:
        script = _script(token.text[0])
        return script != "" and script == _script(before.text[-1]) and before.end == token.start


@dataclass(frozen=True)
class Value:
    """A slot's value in the source: `run` is its tokens."""

    slot: str
    run: range


def is_punctuation(text: str) -> bool:
    """Whether a text has no letter, digit or symbol.

    >>> [is_punctuation(text) for text in ("?!", "5", "$", "don't")]
    [True, False, False, False]
    """
    return not any(unicodedata.category(character)[0] in "LNMS" for character in text)


def _signs(token: Token) -> list[Token]:
    if not all(map(is_sign, token.text)):
        return [token]
    return [Token(token.start + at, token.start + at + 1, sign) for at, sign in enumerate(token.text)]


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")
