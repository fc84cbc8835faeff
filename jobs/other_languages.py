"""Which lines that are brought in look like another language than they are said to be in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from backend.checks.language import in_language, likeliest_other
from backend.domain.language import language_name
from backend.domain.utterance import Utterance
from backend.formats.reading import Line

LOOKED_AT = 2000
"""Lines: a third of a millisecond each, and who brings in more of another language sees it in these."""


@dataclass(frozen=True)
class OtherLanguage:
    """A line and what it looks like, in words: "Arabic", "English"."""

    number: int
    looks: str
    said: str
    text: str


def in_other_languages(lines: Iterable[Line]) -> tuple[OtherLanguage, ...]:
    """Those of the first lines that the check of a teacher's replies would drop for their language: a hint, no refusal.

    It is as careful as that check: what is short passes, but for one in another script.
    """
    found = []
    for line in islice(lines, LOOKED_AT):
        looks = _looks(line.utterance)
        if looks:
            said = language_name(line.utterance.language)
            found.append(OtherLanguage(line.number, language_name(looks), said, line.utterance.text))
    return tuple(found)


def told(found: tuple[OtherLanguage, ...]) -> str:
    """In words: "2 lines look like another language (Arabic, Japanese) than English"."""
    looks = ", ".join(sorted({one.looks for one in found}))
    said = " or ".join(sorted({one.said for one in found}))
    many = f"{len(found):,} lines look" if len(found) > 1 else "1 line looks"
    return f"{many} like another language ({looks}) than {said}"


@lru_cache(maxsize=2 * LOOKED_AT)
def _looks(utterance: Utterance) -> str:
    """The code of the other language, empty where it looks like its own: a page asks again at every click."""
    if in_language(utterance).passed:
        return ""
    return likeliest_other(utterance.around_spans, utterance.language)[0]
