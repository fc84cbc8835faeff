"""The text of single tokens, as each stands in the middle of a text."""

from __future__ import annotations

from typing import Any

from backend.teacher.plain_text import text_ids


class TokenTexts:
    """Token id → its own text, the space before it included; what is no whole character is shown as such."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        # Of the first token of a text some tokenizers leave the space out.
        self._before = text_ids(tokenizer, "a")
        self._length = len(self._decoded(self._before))
        self._texts: dict[int, str] = {}

    def __call__(self, token: int) -> str:
        if token not in self._texts:
            self._texts[token] = self._decoded([*self._before, token])[self._length :]
        return self._texts[token]

    def _decoded(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens, clean_up_tokenization_spaces=False))
