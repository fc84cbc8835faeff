"""What methods that need no teacher share: prompts that hold their reply, written by rule and not by a model."""

from __future__ import annotations

from collections.abc import Iterator

from backend.domain.corpus import Corpus
from backend.domain.expression import Literal
from backend.domain.grammar import Grammar
from backend.domain.lesson import Lesson
from backend.domain.notation import read_typed, write_typed
from backend.domain.parse_schema import ParseForm
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance


class WrittenMethod:
    """The part of the protocol in `base` that is the same for all of them."""

    needs_teacher = False
    forms: tuple[ParseForm, ...] = ()
    prompts_are_drawn = False
    tuned_templates: tuple[str, ...] = ()

    def grammar(self, prompt: Prompt) -> Grammar:
        """The one reply that the prompt holds."""
        return Grammar(Literal(prompt.reply or prompt.text))

    def read(self, prompt: Prompt, raw: str) -> Utterance:
        """The utterance in bracket notation.

        Raises:
            InvalidValue: not in that notation.
        """
        annotated = read_typed(raw)
        return Utterance(annotated.text, prompt.intent, prompt.language, annotated.spans)

    def lessons(self, corpus: Corpus, seed: int) -> Iterator[Lesson]:  # noqa: ARG002
        """None: there is nothing to teach."""
        yield from ()


def written(request: Request, made_of: Utterance, reply: Utterance, method: str) -> Prompt:
    """A prompt that says what a reply was made of, and holds it."""
    labels = tuple(enumerate(sorted(reply.slot_counts), start=1))
    return Prompt(
        messages=(Message("user", f"{method}: {write_typed(made_of)}"), Message("reply", write_typed(reply))),
        intent=request.intent,
        language=reply.language,
        labels=labels,
        asked=request.include or tuple(Include(slot, value) for slot, value in reply.slots),
        examples=(made_of,),
        template="",
        template_hash="",
    )
