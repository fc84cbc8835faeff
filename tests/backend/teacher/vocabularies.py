"""Small tokenizers: byte-level, SentencePiece as of Gemma, Llama and T5, and WordPiece."""

from __future__ import annotations

from typing import Any

PIECES = [
    *" ab[]12:*\\.\n東éè",
    *("ab", " ab", " [", " ]", "] ", "[1", " [2", " 1", " :", "city", "day"),
]
"""Tokens of several characters, some across the border of a span."""


def byte_level() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {"<pad>": 0, "<end>": 1, **{letter: at for at, letter in enumerate(alphabet, start=2)}}
    merges = [("Ġ", "["), ("Ġ", "]"), ("Ġ", "a"), ("a", "b"), ("]", "Ġ"), ("[", "1"), ("Ã", "©"), ("æ", "Ŀ")]
    for left, right in merges:
        words[left + right] = len(words)
    tokenizer = Tokenizer(models.BPE(words, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    return _fast(tokenizer)


def byte_level_of_gguf() -> Any:
    """As transformers 5.17 reads it from a GGUF file: the decoder of byte pieces goes before the byte-level one."""
    from tokenizers import decoders

    fast = byte_level()
    fast.backend_tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Fuse(), decoders.Replace("▁", " "), decoders.ByteLevel()]
    )
    return fast


def gemma() -> Any:
    from tokenizers import Tokenizer, decoders, models, normalizers

    words = {"<pad>": 0, "<end>": 1, **{f"<0x{byte:02X}>": byte + 2 for byte in range(256)}}
    for piece in PIECES:
        words.setdefault(piece.replace(" ", "▁"), len(words))
    tokenizer = Tokenizer(models.BPE(words, [("a", "b")], byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    return _fast(tokenizer)


def llama() -> Any:
    """As Gemma's, but a space goes before every text and is taken away when it is decoded."""
    from tokenizers import decoders, normalizers

    fast = gemma()
    fast.backend_tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    fast.backend_tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return fast


def t5() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    pieces = [("<pad>", 0.0), ("<end>", 0.0), ("<unk>", 0.0), *((piece.replace(" ", "▁"), -2.0) for piece in PIECES)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    return _fast(tokenizer, unk_token="<unk>")


def word_piece() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordPiece({"<pad>": 0, "<end>": 1, "<unk>": 2, "a": 3, "##b": 4}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.decoder = decoders.WordPiece()
    return _fast(tokenizer, unk_token="<unk>")


def _fast(tokenizer: Any, **more: str) -> Any:
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<end>", **more)
