"""Is an utterance something that is not there already?"""

from __future__ import annotations

from collections.abc import Container

from backend.domain.candidate import Verdict
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance


def copy_of_example(utterance: Utterance, prompt: Prompt) -> Verdict:
    """The text is none of the examples that the prompt showed, compared normalised."""
    text = normalised(utterance.text)
    copied = next((example.text for example in prompt.examples if normalised(example.text) == text), None)
    return Verdict("copy", copied is None, f"equals the example: {copied}" if copied is not None else "")


def duplicate(utterance: Utterance, seen: Container[str]) -> Verdict:
    """The normalised text is not among `seen`: what was kept before, seeds included."""
    is_new = normalised(utterance.text) not in seen
    return Verdict("duplicate", is_new, "" if is_new else f"already there: {utterance.text}")
