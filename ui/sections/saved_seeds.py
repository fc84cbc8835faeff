"""Saying what became of seeds that were saved."""

from __future__ import annotations

from storage.examples import Added
from ui.messages import counted, say_next

NAMED = 5


def say_saved(added: Added) -> None:
    """Say after the next rerun how many seeds were saved, and which were left out since their text is there already."""
    saved, left_out = len(added.examples), added.duplicates
    sentence = f"{counted(saved, 'seed')} saved." if saved else "No seed was saved."
    if not left_out:
        say_next(sentence)
        return
    named = [f"•  {utterance.text}" for utterance in left_out[:NAMED]]
    if len(left_out) > NAMED:
        named.append(f"… and {len(left_out) - NAMED:,} more")
    say_next(
        f"{sentence} {len(left_out):,} left out: the project has the same text already.",
        detail="\n".join(named),
        kind="warning",
    )
