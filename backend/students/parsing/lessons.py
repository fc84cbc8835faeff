"""A text and its parse as a student reads and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from backend.domain.errors import InvalidValue
from backend.domain.lesson import Lesson, Piece
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import require_text
from backend.domain.utterance import Utterance
from backend.students.parsing.data import parse_of
from backend.teacher.plain_text import text_ids
from backend.teacher.tuning.encoding import Encoded, encode_continued, encode_turn
from backend.teacher.tuning.model import begin_tokens


def asked(text: str) -> str:
    """What a student is given to go on with."""
    return f"text: {text}\nparse:"


def lesson(utterance: Utterance) -> Lesson:
    """What it learns of an utterance."""
    return Lesson((Piece(asked(utterance.text)), Piece(f" {write_parse(parse_of(utterance), SQUARE)}\n", True)))


def read_reply(reply: str, text: str, schema: ParseSchema) -> Parse:
    """The parse that a student wrote for a text.

    Raises:
        InvalidValue: it is none, not of the schema, or not of the text.
    """
    lines = reply.strip().splitlines()
    if not lines:
        raise InvalidValue("nothing written")
    parse = read_parse(lines[0], SQUARE)
    schema.require(parse)
    require_text(parse, text, schema)
    return parse


@dataclass(frozen=True)
class Reader:
    """A tokenizer of a decoder-only or an encoder-decoder model."""

    tokenizer: Any
    is_encoder_decoder: bool

    def prompt(self, text: str) -> list[int]:
        """What the model reads before it writes."""
        if self.is_encoder_decoder:
            return self._whole(asked(text))
        return [*begin_tokens(self.tokenizer), *self._plain(asked(text))]

    def encode(self, utterances: Sequence[Utterance], longest: int) -> list[Encoded]:
        """Utterances to learn from; those of more than `longest` tokens are left out."""
        begins, ends = begin_tokens(self.tokenizer), [self.tokenizer.eos_token_id]
        rng = Random(0)  # noqa: S311 - one target to draw from
        found = []
        for one in map(lesson, utterances):
            if self.is_encoder_decoder:
                found.append(encode_turn(one, self._whole, ends, longest, rng))
            else:
                found.append(encode_continued(one, self._plain, begins, longest))
        return [one for one in found if one is not None]

    def _plain(self, text: str) -> list[int]:
        return text_ids(self.tokenizer, text)

    def _whole(self, text: str) -> list[int]:
        return text_ids(self.tokenizer, text, begins=True)
