"""Asking methods whether they can do what a plan would ask of them, and why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend.domain.errors import InvalidValue
from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.methods import Method, method
from backend.methods.clasp_pool import holds

PROBED = 4
"""Replies of a method without a teacher that are looked at: where all of them are copies, others would be too."""


class WhyNot:
    """Has a method begin to build its prompts, and says why it cannot; each question is asked once.

    A method that does without any example can be asked for any slots, and is asked once for each intent and language.
    The others say accepted examples anew, and are asked once for each choice of slots, or label of parses, too.

    Args:
        exemplars: accepted utterances; a few of each kind are enough to ask by.
    """

    def __init__(self, schema: Schema, exemplars: Sequence[Utterance]) -> None:
        self._schema = schema
        self._of_intent: dict[str, list[Utterance]] = {}
        for one in exemplars:
            self._of_intent.setdefault(one.intent, []).append(one)
        self._known: dict[tuple[object, ...], str | None] = {}
        self._without: dict[str, bool] = {}

    def __call__(self, request: Request) -> str | None:
        asked = method(request.method)
        slots = None if self._does_without_examples(asked, request) else request.include
        key = (asked.name, request.intent, request.language, slots)
        if key not in self._known:
            seeds = self._of_intent.get(request.intent, [])
            if not asked.needs_teacher:
                self._known[key] = _said(lambda: self._only_copies(asked, request, seeds))
            elif self._schema.parses is None:
                self._known[key] = _said(lambda: asked.prompts(request, self._schema, seeds, 1))
            else:
                self._known[key] = self._no_parse(asked, request, seeds)
        return self._known[key]

    def _does_without_examples(self, asked: Method, request: Request) -> bool:
        if asked.name not in self._without:
            refusal = _said(lambda: asked.prompts(request, self._schema, [], 0))
            self._without[asked.name] = asked.needs_teacher and refusal is None
        return self._without[asked.name]

    def _no_parse(self, asked: Method, request: Request, seeds: Sequence[Utterance]) -> str | None:
        """What a method of parses says, which refuses before its first prompt."""

        def said_of(some: Sequence[Utterance]) -> str | None:
            return _said(lambda: asked.prompts(request, self._schema, some, 0))

        # There may be hundreds of labels to ask for, and where one example is enough more of them are too.
        enough = (said_of([one]) is None for one in seeds if one.parse and holds(one.parse, request))
        return None if any(enough) else said_of(seeds)

    def _only_copies(self, rule: Method, request: Request, seeds: Sequence[Utterance]) -> str | None:
        seeds = [one for one in seeds if one.language == request.language] or seeds  # a rule has no use for others
        prompts = rule.prompts(request, self._schema, seeds, PROBED)
        written = {rule.read(prompt, prompt.reply or "").text for prompt in prompts}
        if written <= {one.text for one in seeds}:
            return f"{rule.name} could only copy what is accepted with these slots: there is nothing to vary."
        return None


def _said(ask: Callable[[], object]) -> str | None:
    """Why `ask` refuses, or what it answers in words; None where it does neither."""
    try:
        answer = ask()
    except InvalidValue as error:
        return str(error)
    return answer if isinstance(answer, str) else None
