"""Words that must not be in any text that teaches, such as the name of an assistant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from backend.domain.errors import InvalidValue
from backend.domain.language import is_unspaced
from backend.domain.utterance import Utterance

Folded = tuple[tuple[str, str], ...]
"""Words as given, each with what it is looked for by."""


def folded(words: Iterable[str]) -> Folded:
    """
    Raises:
        InvalidValue: a word that shows nothing, which would be in every text.
    """
    found = tuple((word, _folded(word)) for word in words)
    for word, plain in found:
        if not plain:
            raise InvalidValue("empty word to exclude", value=word, remedy="Name a word, or leave it out.")
    return found


def words_in(utterance: Utterance, words: Folded) -> list[str]:
    """Those of the words that stand in the text, whatever its case: whole or, in a language without spaces, anywhere.

    >>> words_in(Utterance("wake-up calls by hey Olly", "call"), folded(["olly", "Wake-Up", "call"]))
    ['olly', 'Wake-Up']
    """
    if not words:
        return []
    text = _folded(utterance.text)
    anywhere = is_unspaced(utterance.language)
    return [word for word, plain in words if plain in text and (anywhere or _stands_alone(plain, text))]


def require_known(words: Folded, texts: Sequence[Utterance]) -> None:
    """Refuse a word that no text has: a typing mistake would go unseen.

    Raises:
        InvalidValue: names it.
    """
    seen = {word for one in texts for word in words_in(one, words)} if words else set()
    for word, _ in words:
        if word not in seen:
            remedy = "Check its spelling, or leave it out."
            raise InvalidValue("word to exclude that the data does not have", value=word, remedy=remedy)


def _stands_alone(word: str, text: str) -> bool:
    """Whether no letter, digit or mark goes on before or after it somewhere in the text."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (_is_of_word(before) and _is_of_word(word[0])) and not (_is_of_word(word[-1]) and _is_of_word(after)):
            return True
        at = text.find(word, at + 1)
    return False


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or (character != "" and unicodedata.category(character)[0] == "M")


def _folded(text: str) -> str:
    # Twice, since folding makes what composes anew.
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(plain.split())
