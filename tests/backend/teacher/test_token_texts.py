from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.teacher.plain_text import text_ids
from backend.teacher.token_texts import TokenTexts
from tests.backend.teacher.vocabularies import byte_level, gemma, llama

TEXT = " a table for [12 nine ] in \\[rome\\] at 9"


@pytest.mark.parametrize("make", [byte_level, gemma, llama])
def test_texts_of_tokens_put_together_are_the_text_with_its_spaces(make: Callable[[], Any]) -> None:
    tokenizer = make()
    texts = TokenTexts(tokenizer)
    whole = "".join(map(texts, text_ids(tokenizer, TEXT)))
    assert whole.lstrip() == TEXT.lstrip()
    assert "".join(map(texts, text_ids(tokenizer, TEXT))) == whole, "the second time they are remembered"
