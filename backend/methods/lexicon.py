"""What a word means in another language: the lexicons that are shipped, each of English and one other language.

How they were made, and of what, is said in `lexicons/CARD.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicons"
PIVOT = "en"
"""The language that all lexicons have: two others are brought together by way of it."""

Meanings = Mapping[str, Mapping[str, float]]
"""Word → words of the other language that mean the same, each with how surely: above 0, at most 1."""


@cache
def meanings(source: str, target: str) -> Meanings | None:
    """What the words of a language mean in another one; None where there is no lexicon.

    Args:
        source, target: language codes; regions are the same.
    """
    one, other = _base(source), _base(target)
    if one == other or any(code != PIVOT and not _file(code).is_file() for code in (one, other)):
        return None
    if one == PIVOT:
        return _lexicon(other)
    if other == PIVOT:
        return turned(_lexicon(one))
    return joined(turned(_lexicon(one)), _lexicon(other))


def turned(lexicon: Meanings) -> Meanings:
    """The other way round.

    >>> turned({"day": {"tag": 0.8}})
    {'tag': {'day': 0.8}}
    """
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for word, others in lexicon.items():
        for other, surely in others.items():
            found[other][word] = surely
    return dict(found)


def joined(first: Meanings, second: Meanings) -> Meanings:
    """From the source of the first to the target of the second, by the surest way between.

    >>> joined({"tag": {"day": 0.5}}, {"day": {"jour": 0.5}})
    {'tag': {'jour': 0.25}}
    """
    found: dict[str, dict[str, float]] = {}
    for word, between in first.items():
        meant: dict[str, float] = {}
        for middle, surely in between.items():
            for other, then in second.get(middle, {}).items():
                meant[other] = max(meant.get(other, 0.0), surely * then)
        found[word] = meant
    return found


def _lexicon(code: str) -> Meanings:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for line in _file(code).read_text(encoding="utf-8").splitlines():
        english, word, surely = line.split("\t")
        found[english][word] = float(surely)
    return dict(found)


def _file(code: str) -> Path:
    return FOLDER / f"{PIVOT}-{code}.tsv"


def _base(language: str) -> str:
    return language.split("-")[0]
