"""Lessons that teach a small model the `tuned` style of CLASP-TS and CLASP-TB, from utterances that say the same.

A target's examples are utterances of its intent and its language, or, for some lessons of TS, of the source's, as a
request has them that asks for the first utterances of a language. A translation with other labels than its source
teaches nothing: the reply to a prompt holds just those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, permutations
from random import Random

from backend.domain.corpus import Corpus, ParsedCorpus
from backend.domain.lesson import Lesson
from backend.domain.parse import Node, Parse
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import shape, skeleton, values
from backend.domain.utterance import Utterance
from backend.methods.clasp_lessons import SLOTLESS_TAKEN, share_taken
from backend.methods.clasp_reply import pair
from backend.methods.clasp_text import demonstration, numbered
from backend.methods.clasp_tuned import text_view, translation_view
from backend.methods.lesson_pieces import continued
from backend.methods.parse_marks import marked
from prompts.template import template

TS_TEMPLATE, TB_TEMPLATE = "clasp-ts/tuned", "clasp-tb/tuned"

EXAMPLES = (0, 0, 1, 2, 3, 5, 8)
"""Examples of a lesson, at most."""

OF_SOURCE = 0.25
"""TS lessons whose examples are in the source's language: they are no targets."""


@dataclass(frozen=True)
class _Pair:
    """An utterance, its translation, and others of their intent; `of_source`: these are in the source's language."""

    schema: ParseSchema
    source: Utterance
    target: Utterance
    shown: tuple[Utterance, ...]
    of_source: bool

    @property
    def parses(self) -> tuple[Parse, Parse]:
        """The source's and the target's, in the same order, but for the form `top`, where words have an order."""
        source, target = self.source.parse, self.target.parse
        assert source is not None and target is not None  # noqa: PT018 - `_pairs` sees to it
        return source, target if self.schema.form == "top" else Parse(_ordered(source.roots, target.roots))


def text_lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass for CLASP-TS: a parse with the values of one language, and the text that says it in another one."""
    rng = Random(f"clasp-ts/{seed}")  # noqa: S311 - sampling, no secret
    for one in _pairs(corpus, rng, OF_SOURCE):
        source, target = one.parses
        bare = skeleton(source, one.schema)
        made = (demonstration(utterance, one.schema, bare) for utterance in one.shown)
        shown = list({example["parse"]: example for example in made if example}.values())
        reply = _text(one.target, target, one.schema)
        if reply is None:
            continue
        view = text_view(one.target.language, shown, write_parse(bare, SQUARE), numbered(bare, one.schema))
        (prompt,) = template(TS_TEMPLATE).fill(view)
        replies = [example["reply"] for example in shown]
        yield continued(prompt.content, replies, shown=len(replies) if one.of_source else 0, last=reply)


def pair_lessons(corpus: Corpus, seed: int) -> Iterator[Lesson]:
    """One pass for CLASP-TB: a parse with its text, and both in another language."""
    rng = Random(f"clasp-tb/{seed}")  # noqa: S311 - sampling, no secret
    for one in _pairs(corpus, rng, 0.0):
        source, target = one.parses
        replies = [pair(shown.parse, shown.text, one.schema) for shown in one.shown if shown.parse]
        asked = pair(source, one.source.text, one.schema)
        (prompt,) = template(TB_TEMPLATE).fill(translation_view(one.target.language, replies, asked))
        yield continued(prompt.content, replies, shown=len(replies), last=pair(target, one.target.text, one.schema))


def _pairs(corpus: Corpus, rng: Random, of_source: float) -> list[_Pair]:
    """One direction of a share of all meanings, shuffled."""
    found = [made for kind in corpus.with_parses for made in _pairs_of(kind, rng, of_source)]
    rng.shuffle(found)
    return found


def _pairs_of(kind: ParsedCorpus, rng: Random, of_source: float) -> Iterator[_Pair]:
    share = share_taken(kind)
    for same in kind.corpus.parallel:
        any_ = next(iter(same.values()))
        if rng.random() >= (share if any_.parse and values(any_.parse, kind.schema) else SLOTLESS_TAKEN):
            continue
        directions = list(permutations(same.values(), 2))
        rng.shuffle(directions)
        for source, target in islice((pair_ for pair_ in directions if _is_translation(*pair_)), 1):
            is_of_source = rng.random() < of_source
            pool = kind.corpus.by_intent[target.intent, (source if is_of_source else target).language]
            drawn = rng.sample(pool, min(rng.choice(EXAMPLES), len(pool)))
            shown = tuple(one for one in drawn if one.text not in (source.text, target.text))
            yield _Pair(kind.schema, source, target, shown, is_of_source)


def _is_translation(source: Utterance, target: Utterance) -> bool:
    if source.parse is None or target.parse is None or source.text == target.text:
        return False
    return shape(source.parse) == shape(target.parse)


def _text(target: Utterance, parse: Parse, schema: ParseSchema) -> str | None:
    """The reply of TS; None where its values cannot be found in it."""
    if schema.form == "decoupled":
        found = marked(target.text, [value for _, value in values(parse, schema)])
        return found[0] if found else None
    return write_parse(parse, SQUARE) if schema.form == "top" else target.text


def _ordered(source: tuple[Node, ...], target: tuple[Node, ...]) -> tuple[Node, ...]:
    """The target's nodes in the order of the source's, whose labels are the same."""
    left, ordered = list(target), []
    for node in source:
        like = shape(Parse((node,)))
        match = next(one for one in left if shape(Parse((one,))) == like)
        left.remove(match)
        inside = _ordered(node.nodes, match.nodes)
        ordered.append(Node(match.label, inside) if inside else match)
    return tuple(ordered)
