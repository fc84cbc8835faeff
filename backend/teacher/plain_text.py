"""Text as token ids, in which nothing that somebody typed is read as one of the tokens that steer a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from backend.domain.prompt import Message

_FIRST_SIGN, _LAST_SIGN = 0xF0000, 0xF1000
"""Characters of a private plane: what no text means anything by."""


def text_ids(tokenizer: Any, text: str, *, begins: bool = False) -> list[int]:
    """The ids of a text; where it holds the name of a special token, those of the characters of that name.

    Args:
        begins: with what the tokenizer puts around a whole prompt.
    """
    return list(tokenizer(text, add_special_tokens=begins, split_special_tokens=True).input_ids)


def turn_ids(tokenizer: Any, turns: Sequence[Message], filled: Callable[[Sequence[Message]], str]) -> list[int]:
    """The ids of turns in a chat template, whose special tokens are read as such, and those in the turns as text.

    Args:
        filled: turns → the template with their contents in it.
    """
    special = special_tokens(tokenizer)
    if special is None or not any(special.search(turn.content) for turn in turns):
        return list(tokenizer(filled(turns), add_special_tokens=False).input_ids)
    sign = _unused_sign(turns)
    typed: list[str] = []

    def kept_aside(found: re.Match[str]) -> str:
        typed.append(found.group())
        return f"{sign}{len(typed) - 1}{sign}"

    whole = filled([replace(turn, content=special.sub(kept_aside, turn.content)) for turn in turns])
    ids: list[int] = []
    text = ""
    for at, piece in enumerate(re.split(f"{sign}([0-9]+){sign}", whole)):
        if at % 2:
            text += typed[int(piece)]
            continue
        begun = 0
        for token in special.finditer(piece):
            ids += _ids_of_piece(tokenizer, text + piece[begun : token.start()])
            ids.append(int(tokenizer.convert_tokens_to_ids(token.group())))
            text, begun = "", token.end()
        text += piece[begun:]
    return ids + _ids_of_piece(tokenizer, text)


def special_tokens(tokenizer: Any) -> re.Pattern[str] | None:
    """What the special tokens of a tokenizer are called, the longest first; None where it has none."""
    names = {str(token) for token in tokenizer.added_tokens_decoder.values() if token.special}
    names |= set(tokenizer.all_special_tokens)
    longest_first = sorted(names - {""}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _ids_of_piece(tokenizer: Any, text: str) -> list[int]:
    return text_ids(tokenizer, text) if text else []


def _unused_sign(turns: Sequence[Message]) -> str:
    used = {letter for turn in turns for letter in turn.content}
    return next(chr(code) for code in range(_FIRST_SIGN, _LAST_SIGN) if chr(code) not in used)
