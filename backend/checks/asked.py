"""Does an utterance hold what its prompt asked for?"""

from __future__ import annotations

from collections import Counter

from backend.domain.candidate import Verdict
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import WILDCARD
from backend.domain.utterance import Utterance


def labels_as_asked(utterance: Utterance, prompt: Prompt) -> Verdict:
    """The slots of the utterance are those that were asked for, each as often."""
    asked = Counter(item.slot for item in prompt.asked)
    found = utterance.slot_counts
    missing, extra = asked - found, found - asked
    parts = [f"missing {_listed(missing)}"] if missing else []
    parts += [f"not asked for {_listed(extra)}"] if extra else []
    return Verdict("labels-as-asked", not parts, "; ".join(parts))


def value_kept(utterance: Utterance, prompt: Prompt) -> Verdict:
    """Every value that was given came back under its slot, case and punctuation aside."""
    asked = Counter((item.slot, normalised(item.value)) for item in prompt.asked if not item.is_wildcard)
    lost = asked - Counter((slot, normalised(value)) for slot, value in utterance.slots)
    detail = ", ".join(f"{slot} = {value}" for slot, value in sorted(lost))
    return Verdict("value-kept", not lost, f"not found: {detail}" if lost else "")


def wildcard_filled(utterance: Utterance, prompt: Prompt) -> Verdict:
    """Where `*` was asked for, no star stands as a word: neither in such a slot's value nor outside the spans."""
    open_slots = {item.slot for item in prompt.asked if item.is_wildcard}
    unfilled = [slot for slot, value in utterance.slots if slot in open_slots and _has_star(value)]
    if open_slots and _has_star(utterance.around_spans):
        unfilled.append("text outside the slots")
    return Verdict("wildcard-filled", not unfilled, f"literal star in {', '.join(unfilled)}" if unfilled else "")


def _has_star(text: str) -> bool:
    words = (word.strip(".,;:!?\"'()") for word in text.split())
    return any(word and not word.strip(WILDCARD) for word in words)


def _listed(slots: Counter[str]) -> str:
    return ", ".join(slot if times == 1 else f"{slot} × {times}" for slot, times in sorted(slots.items()))
