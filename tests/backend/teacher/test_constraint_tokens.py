"""What the constraint library reads of a tokenizer."""

from __future__ import annotations

from backend.teacher.constraint_tokens import llguidance_tokenizer, token_texts
from tests.backend.teacher.vocabularies import byte_level, byte_level_of_gguf


def test_byte_level_tokens_are_read_alike_whatever_decoder_stands_before_theirs() -> None:
    usual, of_gguf = byte_level(), byte_level_of_gguf()
    width = len(usual)
    ids = usual("a [1 é]", add_special_tokens=False).input_ids
    assert of_gguf.decode(ids) == usual.decode(ids)

    texts = token_texts(llguidance_tokenizer(of_gguf, width, [1]), width)

    assert texts == token_texts(llguidance_tokenizer(usual, width, [1]), width)
    assert " [" in texts
