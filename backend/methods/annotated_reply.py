"""Replies that are an annotated utterance in one line, read back."""

from __future__ import annotations

import re

from backend.domain.errors import InvalidValue
from backend.domain.notation import read_numbered, read_typed
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance

_NUMBERED_SPAN = re.compile(r"(?<!\\)(?:\\\\)*\[\s*\d")
"""An opening bracket that is not escaped (an even number of backslashes before it), then a number."""


def read_annotated_reply(prompt: Prompt, raw: str) -> Utterance:
    """The utterance in the first line of `raw` that is not empty; what follows is not looked at.

    Either dialect of the bracket notation is read: no slot's name starts with a digit, so a span
    with a number is never taken for one with a name. A reply in two dialects is refused.

    Raises:
        InvalidValue: nothing in it, brackets that do not pair, or a label the prompt does not have.
    """
    line = next((line.strip() for line in raw.splitlines() if line.strip()), "")
    if not line:
        raise InvalidValue("empty reply", value=raw)
    is_numbered = _NUMBERED_SPAN.search(line) is not None
    annotated = read_numbered(line, prompt.numbering) if is_numbered else read_typed(line)
    for span in annotated.spans:
        if span.slot not in prompt.numbering.values():
            raise InvalidValue("label that the request does not have", value=span.slot)
    return Utterance(annotated.text, prompt.intent, prompt.language, annotated.spans)
