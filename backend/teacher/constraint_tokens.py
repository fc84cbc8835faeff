"""A transformers tokenizer's vocabulary as the constraint library reads it: the bytes of every token."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from backend.domain.errors import Unavailable

_REMEDY = "Switch the grammar off for this teacher (--no-grammar, or the toggle on the Generate page)."
_SPACE = "\u2581"
_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>")

# Tokens of plain text, which nearly every state of a reply's text allows: found once, not for every mask.
_TEXT = r"[^\[\]\\*\x00-\x1f\x7f-\x9f\u2028\u2029]"
_SLICES = [f"{_TEXT}{{1,10}}", f"{_TEXT}{{1,30}}", f"{_TEXT}+"]


def llguidance_tokenizer(tokenizer: Any, vocabulary: int, ends: Sequence[int]) -> Any:
    """llguidance's view of a tokenizer.

    Args:
        vocabulary: width of the logits; ends: ids that end a reply.

    Raises:
        Unavailable: llguidance cannot read it, nor can its pieces be read one by one; or no end is given.
    """
    from llguidance import LLTokenizer, TokenizerWrapper
    from llguidance.hf import from_tokenizer

    def read(source: Any) -> Any:
        return LLTokenizer(source, n_vocab=width, eos_token=list(ends), slices=_SLICES)

    if not ends:
        raise Unavailable("tokenizer without an end of a reply", value=_name(tokenizer), remedy=_REMEDY)
    width = max(vocabulary, len(tokenizer))
    try:
        byte_level = _byte_level(tokenizer)
        if byte_level:
            return read(byte_level)
        try:
            return from_tokenizer(tokenizer, n_vocab=width, eos_token=list(ends), slices=_SLICES)
        except ValueError:  # a decoder that it does not know; the pieces may still be plain
            return read(TokenizerWrapper(_Pieces(tokenizer, width, ends)))
    except ValueError as error:
        raise Unavailable(
            f"tokenizer that cannot be held to a grammar: {error}", value=_name(tokenizer), remedy=_REMEDY
        ) from error


def token_texts(tokenizer: Any, vocabulary: int) -> list[str]:
    """The text of every token of llguidance's view; empty for special ones and those that are no whole UTF-8."""
    return ["" if tokenizer.is_special_token(token) else _text(tokenizer, token) for token in range(vocabulary)]


def _byte_level(tokenizer: Any) -> str | None:
    """A byte-level tokenizer as JSON, if its decoder would be taken for another kind; else None.

    Some versions of transformers (5.17 for one) read GGUF files with the decoder of SentencePiece's byte pieces put
    before the byte-level one. It decodes the same, but llguidance goes by what comes first.
    """
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        return None
    state = json.loads(backend.to_str())
    decoders = (state.get("decoder") or {}).get("decoders", [])
    last = next((one for one in decoders if one["type"] == "ByteLevel"), None)
    if last is None or decoders[0] == last:
        return None
    return json.dumps({**state, "decoder": last, "padding": None, "truncation": None})


class _Pieces:
    """A SentencePiece vocabulary, spelled out for llguidance: `▁` is a space, `<0x0A>` a byte.

    Raises:
        ValueError: another kind of vocabulary.
    """

    def __init__(self, tokenizer: Any, width: int, ends: Sequence[int]) -> None:
        pieces = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
        if not any(piece and piece.startswith(_SPACE) for piece in pieces):
            raise ValueError("neither byte-level nor SentencePiece")
        special = {*tokenizer.all_special_ids, *tokenizer.get_added_vocab().values(), *ends}
        special |= {at for at, piece in enumerate(pieces) if not piece} | set(range(len(tokenizer), width))
        self.eos_token_id, self.bos_token_id = ends[0], None
        self.special_token_ids = sorted(special)
        self.tokens = [f"<[{at}]>".encode() if at in special else _bytes(pieces[at]) for at in range(width)]

        self._ids = {spelled: at for at, spelled in enumerate(self.tokens) if at not in special}
        self._longest = max(map(len, self._ids))

    def __call__(self, text: bytes | str) -> list[int]:
        """Longest pieces first; what no piece spells is an end, so that a reply that must go on with it ends.

        The tokenizer itself would put a space before what stands in the middle of a reply.
        """
        left = text.encode() if isinstance(text, str) else text
        found: list[int] = []
        while left:
            piece = next((left[:size] for size in range(self._longest, 0, -1) if left[:size] in self._ids), None)
            if piece is None:
                return [*found, self.eos_token_id]
            found.append(self._ids[piece])
            left = left[len(piece) :]
        return found


def _bytes(piece: str) -> bytes:
    byte = _BYTE.fullmatch(piece)
    return bytes.fromhex(byte[1]) if byte else piece.replace(_SPACE, " ").encode()


def _text(tokenizer: Any, token: int) -> str:
    try:
        return str(tokenizer.decode_bytes([token]).decode())
    except UnicodeDecodeError:
        return ""


def _name(tokenizer: Any) -> str:
    return str(getattr(tokenizer, "name_or_path", "") or type(tokenizer).__name__)
