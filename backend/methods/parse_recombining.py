"""Fragments of accepted utterances in each other's place: a grammar that the utterances themselves are.

Every label is a rule of it, every fragment of that label a way to apply the rule; the words around the label inside
stay with the fragment. Jia and Liang, "Data Recombination for Neural Semantic Parsing" (2016), section 4.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from backend.domain.parse_schema import ParseSchema
from backend.methods.parse_agreement import article, grammatical_number
from backend.methods.parse_fragments import Fragment, value_fragment

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
    values: Mapping[tuple[str, str], Sequence[Fragment]]
    language: str

    def like(self, one: Fragment) -> Sequence[Fragment]:
        """What may stand in the place of a fragment; of a value, those of its grammatical number."""
        if one.value is None:
            return self.fragments[one.label]
        return self.values[one.label, _number(one, self.language)]


def seen_in(cuts: Sequence[Fragment], schema: ParseSchema, language: str) -> Seen:
    """What utterances that were cut, and the catalogues of the schema, have for each label."""
    fragments: dict[str, list[Fragment]] = defaultdict(list)
    for one in (fragment for whole in cuts for root in whole.fragments for fragment in root.walk()):
        fragments[one.label].append(one)
    held = [one for some in fragments.values() for one in some if one.value is not None]
    catalogues = [value_fragment(label.name, value) for label in schema.labels for value in label.catalogue]
    values: dict[tuple[str, str], dict[tuple[str, ...] | None, Fragment]] = defaultdict(dict)
    for one in (*held, *catalogues):
        values[one.label, _number(one, language)].setdefault(one.value, one)
    return Seen(fragments, {place: tuple(some.values()) for place, some in values.items()}, language)


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
            drawn = rng.choice(seen.fragments[part.label]) if rng.random() < EXCHANGED else part
            kept = drawn if drawn.depth < depth and _may_go_by(part, drawn, seen.language) else part
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
            like = seen.like(part)
            draws = (rng.choice(like) for _ in range(MOST_DRAWS))
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
