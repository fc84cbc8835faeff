"""Is an utterance something that is not there already?"""

from __future__ import annotations

from collections.abc import Container, Iterator

from backend.domain.candidate import DUPLICATE, Verdict
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.notation import read_typed
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance
from backend.methods.text_grammar import SEPARATOR


def copy_of_example(utterance: Utterance, prompt: Prompt) -> Verdict:
    """The text is none that the prompt showed, as an example or as a template's own demonstration, normalised."""
    text = normalised(utterance.text)
    shown = (*(example.text for example in prompt.examples), *_demonstrated(prompt))
    copied = next((one for one in shown if normalised(one) == text), None)
    return Verdict("copy", copied is None, f"equals the example: {copied}" if copied is not None else "")


def duplicate(utterance: Utterance, seen: Container[str]) -> Verdict:
    """The normalised text is not among `seen`: what was kept before, seeds included."""
    is_new = normalised(utterance.text) not in seen
    return Verdict(DUPLICATE, is_new, "" if is_new else f"already there: {utterance.text}")


def _demonstrated(prompt: Prompt) -> Iterator[str]:
    for message in prompt.messages:
        if message.role == "assistant":
            _, bar, second = message.content.rpartition(SEPARATOR)
            if bar:  # two texts, each after its language: the second is the utterance
                yield second.partition(":")[2]
            try:
                yield read_typed(message.content).text
            except InvalidValue:  # a template may demonstrate in a notation of its own
                yield message.content
