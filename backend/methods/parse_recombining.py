"""Fragments of accepted utterances in each other's place: a grammar that the utterances themselves are.

Every label is a rule of it, every fragment of that label a way to apply the rule; the words around the label inside
stay with the fragment. Jia and Liang, "Data Recombination for Neural Semantic Parsing" (2016), section 4.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from backend.domain.parse_schema import ParseSchema
from backend.methods.parse_agreement import article, grammatical_number
from backend.methods.parse_fragments import Fragment, value_fragment
from backend.methods.value_drawing import drawn

_LAST_WORD = re.compile(r"(.*?)(\S*)(\s*)", re.DOTALL)

EXCHANGED = 0.7
"""How often a label goes by a fragment of it that was drawn from all there are."""

MOST_DRAWS = 8
"""Values that are drawn for a label until one is not beside it already."""


@dataclass(frozen=True)
class Seen:
    """What may stand for a label, in one language.

    Attributes:
        fragments: label → all fragments of it.
        values: (label, grammatical number) → the values that it is known to take.
    """

    fragments: Mapping[str, Sequence[Fragment]]
    values: Mapping[tuple[str, str], Values]
    language: str

    def value_like(self, one: Fragment, rng: Random) -> Fragment:
        """One of a value's label and grammatical number."""
        return self.values[one.label, _number(one, self.language)].draw(rng)


@dataclass(frozen=True)
class Values:
    """Values of a label: `said` as often as the utterances say them, and those that a catalogue alone has."""

    said: Sequence[Fragment]
    listed: Sequence[Fragment]

    def draw(self, rng: Random) -> Fragment:
        """See `value_drawing`."""
        return drawn(self.said, self.listed, rng)


def seen_in(cuts: Sequence[Fragment], schema: ParseSchema, language: str) -> Seen:
    """What utterances that were cut, and the catalogues of the schema, have for each label."""
    fragments: dict[str, list[Fragment]] = defaultdict(list)
    for one in (fragment for whole in cuts for root in whole.fragments for fragment in root.walk()):
        fragments[one.label].append(one)
    said = _by_number((one for some in fragments.values() for one in some if one.value is not None), language)
    listed = _by_number(
        (value_fragment(label.name, value) for label in schema.labels for value in label.catalogue), language
    )
    values = {}
    for place in {**said, **listed}:
        known = {one.value for one in said[place]}
        values[place] = Values(tuple(said[place]), tuple(one for one in listed[place] if one.value not in known))
    return Seen(fragments, values, language)


def _by_number(values: Iterable[Fragment], language: str) -> dict[tuple[str, str], list[Fragment]]:
    found: dict[tuple[str, str], list[Fragment]] = defaultdict(list)
    for one in values:
        found[one.label, _number(one, language)].append(one)
    return found


def recombined(whole: Fragment, seen: Seen, schema: ParseSchema, rng: Random) -> Fragment:
    """An utterance with other values and, in the form `top`, with other fragments for labels inside its roots.

    In other forms the words that say a label stand around it, and would stay behind. A value goes by one of the same
    grammatical number, if a few draws find it one that no label right beside it has; no parse becomes deeper than the
    schema has them.
    """
    if schema.form == "top":
        roots = (part if isinstance(part, str) else _exchanged(part, seen, schema.depth, rng) for part in whole.parts)
        whole = replace(whole, parts=tuple(roots))
    return _agreeing(_revalued(whole, seen, rng), "", seen.language)


def _exchanged(fragment: Fragment, seen: Seen, depth: int, rng: Random) -> Fragment:
    parts: list[str | Fragment] = []
    for part in fragment.parts:
        if isinstance(part, Fragment):
            other = rng.choice(seen.fragments[part.label]) if rng.random() < EXCHANGED else part
            kept = other if other.depth < depth and _may_go_by(part, other, seen.language) else part
            parts.append(_exchanged(kept, seen, depth - 1, rng))
        else:
            parts.append(part)
    return replace(fragment, parts=tuple(parts))


def _may_go_by(part: Fragment, drawn: Fragment, language: str) -> bool:
    """Values have a turn of their own; a value and a label with others inside go by each other in the same number."""
    values = (part.value is not None) + (drawn.value is not None)
    return values == 0 or (values == 1 and _number(part, language) == _number(drawn, language))


def _revalued(fragment: Fragment, seen: Seen, rng: Random) -> Fragment:
    parts: list[str | Fragment] = []
    for part in fragment.parts:
        if isinstance(part, str):
            parts.append(part)
        elif part.value is None:
            parts.append(_revalued(part, seen, rng))
        else:
            draws = (seen.value_like(part, rng) for _ in range(MOST_DRAWS))
            parts.append(next((one for one in draws if one not in parts), part))
    return replace(fragment, parts=tuple(parts))


def _agreeing(fragment: Fragment, following: str, language: str) -> Fragment:
    """With `a` or `an`, in a value or right before a label, as the word after it wants it."""
    if fragment.value is not None:
        agreed = article(_text(fragment), following, language)
        return fragment if agreed == _text(fragment) else value_fragment(fragment.label, agreed)
    parts: list[str | Fragment] = []
    for part in reversed(fragment.parts):
        made = (
            _with_article(part, following, language) if isinstance(part, str) else _agreeing(part, following, language)
        )
        parts.insert(0, made)
        following = next((piece.strip() for piece in _pieces(made) if piece.strip()), following)
    return replace(fragment, parts=tuple(parts))


def _with_article(words: str, following: str, language: str) -> str:
    before, word, space = _LAST_WORD.fullmatch(words).groups()  # type: ignore[union-attr]  # which fits any text
    return f"{before}{article(word, following, language)}{space}"


def _pieces(part: str | Fragment) -> Sequence[str]:
    return (part,) if isinstance(part, str) else tuple(part.pieces)


def _number(value: Fragment, language: str) -> str:
    return grammatical_number(_text(value), language)


def _text(fragment: Fragment) -> str:
    return "".join(fragment.pieces)
