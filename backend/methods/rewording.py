"""What methods share that have a teacher say an accepted utterance anew, and then find its slots in the new text.

The baselines of LINGUIST (Rosenbaum et al. 2022, section 4): text in context, one utterance a prompt after one
demonstration, and the slots projected by word alignment. A prompt's first and only example is its source. Slots that
are asked for choose sources that hold just these; a value that is given is put into the source as it stands, and must
come back as it stands.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.expression import Expression
from backend.domain.grammar import Grammar
from backend.domain.lesson import Lesson
from backend.domain.parse_schema import ParseForm
from backend.domain.prompt import Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods.alignment import Similarity
from backend.methods.projection import project
from backend.methods.swapping import drawn_values, with_values
from backend.methods.text_grammar import QUOTES
from backend.methods.word_similarity import default_similarity
from prompts.template import template

OTHER_METHOD = "ask for others, or use linguist, which needs none."
"""What to do about sources that are not there."""


class Rewording(ABC):
    """The part of the protocol in `base` that is the same for all of them.

    Args:
        similarity: what words are aligned by; that of the process (see `word_similarity`) when None.
    """

    name: str
    needs_teacher = True
    forms: tuple[ParseForm, ...] = ()
    prompts_are_drawn = False
    tuned_templates: tuple[str, ...] = ()

    def __init__(self, similarity: Similarity | None = None) -> None:
        self._similarity = similarity

    @abstractmethod
    def sources(self, request: Request, schema: Schema, seeds: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """The accepted utterances that may be said anew, at least one.

        Raises:
            InvalidValue: there is none.
        """

    @abstractmethod
    def view(self, request: Request, source: Utterance) -> Mapping[str, Any]:
        """The values of the template's variables."""

    @abstractmethod
    def reply(self, prompt: Prompt) -> Expression:
        """What the grammar says of a whole reply."""

    @abstractmethod
    def text_of(self, prompt: Prompt, line: str) -> str:
        """The new text in the line that a teacher replied.

        Raises:
            InvalidValue: there is none in it.
        """

    def prompts(self, request: Request, schema: Schema, seeds: Sequence[Utterance], count: int) -> tuple[Prompt, ...]:
        """See the protocol. Every source comes as often as any other, in an order that is drawn anew for every round.

        Raises:
            InvalidValue: a request that does not fit the schema, or the sources of it; or the style `tuned`, where the
                method has none.
        """
        request.require_in(schema)
        if request.style == "tuned" and not self.tuned_templates:
            remedy = "Use the style instruct, with a teacher that follows instructions."
            raise InvalidValue("prompt style that no teacher is tuned on for", value=self.name, remedy=remedy)
        sources = self.sources(request, schema, seeds)
        return tuple(self._prompt(request, sources, index) for index in range(count))

    def _prompt(self, request: Request, sources: Sequence[Utterance], index: int) -> Prompt:
        turn, place = divmod(index, len(sources))
        rng = Random(f"{request.seed}/{turn}")  # noqa: S311 - sampling, no secret
        chosen = sources[rng.sample(range(len(sources)), len(sources))[place]]
        source = with_values(chosen, drawn_values(chosen, request.include, {}, rng))
        filled = template(f"{self.name}/{request.style}")
        return Prompt(
            messages=filled.fill(self.view(request, source)),
            intent=request.intent,
            language=request.language,
            labels=tuple(numbered_slots(source).items()),
            asked=request.include or tuple(Include(slot) for slot, _ in source.slots),
            examples=(source,),
            template=filled.name,
            template_hash=filled.sha256,
        )

    def grammar(self, prompt: Prompt) -> Grammar:
        """See the protocol; the slots are not in it, as they are found later."""
        return Grammar(self.reply(prompt))

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The new text in the first line of `raw` that is not empty, with the slots of the prompt's source.

        Raises:
            NotProjected: it is not clear where the slots are.
            InvalidValue: no text, or none that an utterance may hold. Unavailable: see `alignment.Similarity`.
        """
        source = prompt.examples[0]
        line = next((line.strip() for line in raw.splitlines() if line.strip()), "")
        text = unquoted(self.text_of(prompt, line))
        if not text:
            raise InvalidValue("empty reply", value=raw)
        if any(bracket in text and bracket not in source.text for bracket in "[]"):
            raise InvalidValue("brackets in a reply that is to be plain text", value=text)
        return project(source, text, prompt.language, self._similarity or default_similarity())

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:  # noqa: ARG002
        """None: no teacher is tuned for it."""
        yield from ()


def numbered_slots(source: Utterance) -> dict[int, str]:
    """Number → slot, of all that a source holds, by name."""
    return dict(enumerate(sorted(source.slot_counts), start=1))


def given_values(request: Request) -> list[str]:
    """The values that were asked for."""
    return [item.value for item in request.include or () if not item.is_wildcard]


def unquoted(text: str) -> str:
    """A text without the quotation marks around all of it, in which models like to answer.

    >>> [unquoted(text) for text in ('"play jazz"', "'", '"dune" and "emma"')]
    ['play jazz', "'", '"dune" and "emma"']
    """
    for first, last in QUOTES:
        inner = text[1:-1]
        if len(text) > 2 and text[0] == first and text[-1] == last and not {first, last} & set(inner):
            return inner.strip()
    return text
