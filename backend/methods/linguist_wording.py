"""What a LINGUIST prompt of the `tuned` style shows of how utterances of its intent are worded."""

from __future__ import annotations

from backend.domain.notation import write_numbered
from backend.domain.prompt import Prompt
from backend.domain.wording import Wording
from backend.methods.linguist_tuned import TEMPLATE


def wording(prompt: Prompt) -> Wording | None:
    """Of the examples in the language that is asked for; None where there are none, and of any other prompt."""
    shown = [one for one in prompt.examples if one.language == prompt.language]
    if prompt.template != TEMPLATE or not shown:
        return None
    numbers = {slot: str(number) for number, slot in prompt.labels}
    replies = tuple(write_numbered(one, prompt.numbering) for one in shown)
    return Wording(replies, tuple(numbers[item.slot] for item in prompt.asked))
