"""Does a candidate's text look like something that a person would say?"""

from __future__ import annotations

import re

from backend.domain.candidate import Verdict
from backend.insight.context import Context
from backend.insight.row import Row
from backend.insight.words import Words, words

_MARKUP = re.compile(
    r"[\[\]{}<>|`\\]"  # brackets, tags, tables, code
    r"|\*\*|__|~~|^\s*(?:#+|[-*])\s|^\s*\d+[.)]\s"  # Markdown: emphasis, headings, lists
    r"|&(?:[a-z]+|#\d+);"  # entities
    r"|\\[nt]"
)

TIMES = {1: 3, 2: 3}
"""How often words are repeated before they count as stuck, by how many words; 2 times for longer ones."""


def no_markup(row: Row, _context: Context) -> Verdict:
    """The text holds nothing that is left over of brackets, tags or lists."""
    left = _MARKUP.search(row.text)
    return Verdict("no-markup", left is None, f"looks left over: {left[0].strip()}" if left else "")


def no_repetition(row: Row, _context: Context) -> Verdict:
    """The text does not say the same words over and over: one or two three times, or more words twice."""
    stuck = _repeated(words(row.text, row.language))
    return Verdict("no-repetition", not stuck, f"said over and over: {' '.join(stuck)}" if stuck else "")


def _repeated(text: Words) -> Words:
    for size in range(1, len(text) // 2 + 1):
        needed = TIMES.get(size, 2)
        for at in range(len(text) - needed * size + 1):
            piece = text[at : at + size]
            if all(text[at + size * turn : at + size * (turn + 1)] == piece for turn in range(1, needed)):
                return piece
    return ()
