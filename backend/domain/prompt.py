"""What a teacher is told, and what its reply will be held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend.domain.parse import Parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Include
from backend.domain.utterance import Utterance

Role = Literal["system", "user", "assistant", "completion", "reply"]


@dataclass(frozen=True)
class Message:
    """One turn. A single `completion` is continued as it stands, without a chat template.

    A `reply` is what a method without a teacher made of the turns before it (see `Prompt.reply`).
    """

    role: Role
    content: str


@dataclass(frozen=True)
class Prompt:
    """One filled template.

    Attributes:
        labels: number → slot, as (number, slot) pairs: the numbering of this one prompt.
        asked: the slots that the reply must hold, as a multiset.
        examples: the utterances that the prompt shows.
        template: name of the template file; template_hash: SHA-256 of its bytes, hexadecimal.
        parses: what the reply's parse may be, in a project of parses; None in others.
        target: the parse that the reply is to say; with `keeps_values` as it is, otherwise with other values.
        marks_values: the reply's text says itself which of its words are the values of the parse.
        reply_tokens: tokens that a reply is likely to need; it may have so many even where the sampling has fewer.
    """

    messages: tuple[Message, ...]
    intent: str
    language: str
    labels: tuple[tuple[int, str], ...]
    asked: tuple[Include, ...]
    examples: tuple[Utterance, ...]
    template: str
    template_hash: str
    parses: ParseSchema | None = None
    target: Parse | None = None
    keeps_values: bool = True
    marks_values: bool = False
    reply_tokens: int = 0

    @property
    def numbering(self) -> dict[int, str]:
        return dict(self.labels)

    @property
    def text(self) -> str:
        """The prompt as a person reads it, turn by turn."""
        if len(self.messages) == 1:
            return self.messages[0].content
        return "\n\n".join(f"{message.role}:\n{message.content}" for message in self.messages)

    @property
    def reply(self) -> str | None:
        """The raw output that comes with the prompt, of a method that needs no teacher; None of any other."""
        return next((message.content for message in self.messages if message.role == "reply"), None)
