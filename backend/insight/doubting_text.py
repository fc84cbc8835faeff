"""Does a candidate's text look like something that a person would say?"""

from __future__ import annotations

import re
from operator import eq

from backend.domain.candidate import Verdict
from backend.insight.context import Context
from backend.insight.row import Row
from backend.insight.wording import Pair
from backend.insight.words import Words, words

_MARKUP = re.compile(
    r"[\[\]{}<>|`\\]"  # brackets, tags, tables, code
    r"|\*\*|__|~~|^\s*(?:#+|[-*])\s|^\s*\d+[.)]\s"  # Markdown: emphasis, headings, lists
    r"|&(?:[a-z]+|#\d+);"  # entities
    r"|\\[nt]"
)

TRUSTED = 0.5
"""Below these odds, beside those of candidates without new word pairs, the wording of one with some is doubted."""

SHOWN = 2
"""New word pairs that are named, at most."""

TIMES = {1: 3, 2: 3}
"""How often words are repeated before they count as stuck, by how many words; 2 times for longer ones."""


def no_markup(row: Row, _context: Context) -> Verdict:
    """The text holds nothing that is left over of brackets, tags or lists."""
    left = _MARKUP.search(row.text)
    return Verdict("no-markup", left is None, f"the text seems to hold markup: “{left[0].strip()}”" if left else "")


def no_repetition(row: Row, _context: Context) -> Verdict:
    """The text does not say the same words over and over: one or two three times, or more words twice."""
    stuck = _repeated(words(row.text, row.language))
    return Verdict("no-repetition", not stuck, f"said over and over: {' '.join(stuck)}" if stuck else "")


def words_together(row: Row, context: Context) -> Verdict:
    """Words that stand beside each other do so in accepted utterances too, where others were mostly rejected so far."""
    wording = context.knowledge.wording
    trust = wording.trust(row)
    if trust.share > TRUSTED:
        return Verdict("words-together", True)
    new = wording.new_pairs(row)
    shown = ", ".join(map(_shown, new[:SHOWN])) + (f" and {len(new) - SHOWN} more" if len(new) > SHOWN else "")
    places = f"{trust.pairs} such place{'s' if trust.pairs > 1 else ''} or more"
    tried = f"of {trust.tried.decided} candidates with {places} {trust.tried.accepted} were accepted"
    return Verdict("words-together", False, f"words together as in nothing accepted: {shown}; {tried}")


def _shown(pair: Pair) -> str:
    before, behind = pair
    if not before:
        return f"“{behind}” at the beginning"
    return f"“{before} {behind}”" if behind else f"“{before}” at the end"


def _repeated(text: Words) -> Words:
    for size in range(1, len(text) // 2 + 1):
        # One byte a word: whether the word that is `size` further on is the same. To compare pieces instead would take
        # the cube of the words, some seconds of a long text that has no spaces.
        same = bytes(map(eq, text, text[size:]))
        at = same.find(b"\1" * size * (TIMES.get(size, 2) - 1))
        if at >= 0:
            return text[at : at + size]
    return ()
