"""What a method is: it builds prompts and reads their replies back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from backend.domain.grammar import Grammar
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance


class Method(Protocol):
    """One method of making labelled utterances.

    Attributes:
        name: as a request gives it; description: one line for people.
    """

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """`count` prompts; the same arguments give the same prompts, and fewer of them their beginning.

        Raises:
            InvalidValue: a request that does not fit the schema.
        """
        ...

    def grammar(self, prompt: Prompt) -> Grammar:
        """The replies to a prompt that are as it asks: what `read` takes and the checks on form and labels pass.

        Raises:
            InvalidValue: a prompt that no reply can satisfy.
        """
        ...

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The utterance in a raw output.

        Raises:
            InvalidValue: the output is not in the notation that the prompt asked for.
        """
        ...
