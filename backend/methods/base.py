"""What a method is: it builds prompts and reads their replies back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from backend.domain.corpus import Corpus
from backend.domain.grammar import Grammar
from backend.domain.lesson import Lesson
from backend.domain.parse_schema import ParseForm
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance


class Method(Protocol):
    """One method of making labelled utterances: a module here with an instance of it as `METHOD`, and its templates.

    Attributes:
        name: as a request gives it; description: one line for people.
        place: methods are offered in the order of it.
        needs_teacher: whether a teacher writes the replies; of a method without one, every prompt holds its reply.
        forms: of the parses that it writes; none of a method that writes slots.
        prompts_are_drawn: what each prompt asks for is drawn, so that a reply to one does as well as one to another;
            otherwise each is made of something that is to come back, a source, say.
        tuned_templates: names of the templates that `lessons` teaches; none if no teacher can be tuned for it.
    """

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def place(self) -> int: ...

    @property
    def needs_teacher(self) -> bool: ...

    @property
    def forms(self) -> tuple[ParseForm, ...]: ...

    @property
    def prompts_are_drawn(self) -> bool: ...

    @property
    def tuned_templates(self) -> tuple[str, ...]: ...

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
            InvalidValue: the output is not in the notation that the prompt asked for; NotProjected, where it is, but it
                is not clear where its slots are.
            Unavailable: something that it takes to read it is not there.
        """
        ...

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:
        """One pass over a corpus, as lessons that a teacher is tuned on; another seed, other lessons.

        None where it holds nothing to learn the method from.
        """
        ...
