"""Parses without intents below their root, as utterances with slots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.students.tokens import student_tokens


def flat(parsed: Utterance) -> Utterance | None:
    """An utterance with a parse (decoupled, as mTOP's) as one with slots, IN: and SL: left off.

    A value is looked for as whole tokens, white space and case aside, as the check of a parse does.

    Returns:
        None if there are labels below a slot, or if it is not clear where a value stands: nowhere, at more than one
        place, or where another one does.
    """
    if parsed.parse is None or len(parsed.parse.roots) != 1:
        return None
    (root,) = parsed.parse.roots
    spans: list[Span] = []
    for slot in root.nodes:
        found = () if slot.nodes else tuple(places(" ".join(slot.words), parsed.text))
        if len(found) != 1:
            return None
        spans.append(Span(*found[0], slot.label.removeprefix("SL:")))
    try:
        return Utterance(parsed.text, parsed.intent, parsed.language, tuple(spans))
    except InvalidValue:  # two of them share characters
        return None


def places(value: str, text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each place where whole tokens of the text are the value, white space and case aside.

    >>> list(places("5 : 30", "wake me at 5:30, not at 15:30"))
    [(11, 15)]
    """
    letters, at_of, starts, ends = _letters(text)
    wanted = "".join(value.split()).casefold()
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        past = at + len(wanted)
        start, end = at_of[at], at_of[past - 1] + 1
        # Folded, a letter may be two (ß): no place begins or ends within one.
        is_whole = start not in at_of[:at] and end - 1 not in at_of[past:]
        if is_whole and start in starts and end in ends:
            yield start, end
        at = letters.find(wanted, at + 1)


@lru_cache(maxsize=16)
def _letters(text: str) -> tuple[str, tuple[int, ...], frozenset[int], frozenset[int]]:
    """The text without white space and case, where each of its letters stands, and where tokens start and end."""
    said = [(folded, at) for at, letter in enumerate(text) if not letter.isspace() for folded in letter.casefold()]
    tokens = student_tokens(text)
    starts, ends = frozenset(token.start for token in tokens), frozenset(token.end for token in tokens)
    return "".join(folded for folded, _ in said), tuple(at for _, at in said), starts, ends
