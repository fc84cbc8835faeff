"""mTOP: English utterances and one example of each intent in a language; flat parses as intents and slots."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from bench.parallel import mtop_parsed, rows
from bench.students.cross.cases import CrossCase, by_intent, drawn_of_each
from bench.students.cross.flat import flat
from bench.students.cross.protocol import LANGUAGES, MTOP, Sizes


def case(language: str, draw: int, intents: Sequence[str], sizes: Sizes, data: Path) -> CrossCase:
    """English out of train; shots and real utterances out of the parallel dev; asked is the parallel test.

    Another draw, other utterances. The training sets of the other languages are not to be had.

    Raises:
        NotFound: the data is not there. InvalidValue: an intent that it does not have.
    """
    english, english_parsed = english_train(data)
    dev, dev_parsed = parallel(language, "dev", data)
    learnt = drawn_of_each(english, intents, sizes.english, f"english/{draw}")
    real = drawn_of_each(dev, intents, sizes.outputs + 1, f"real/{draw}")
    shots = drawn_of_each(dev, intents, 1, f"real/{draw}")  # the first of `real`
    return CrossCase(
        MTOP,
        language,
        draw,
        tuple(intents),
        (),
        tuple(english[at] for at in learnt),
        tuple(dev[at] for at in shots),
        tuple(dev[at] for at in real),
        asked(language, intents, sizes, data),
        sizes.outputs,
        tuple(english_parsed[at] for at in learnt),
        tuple(dev_parsed[at] for at in shots),
    )


def asked(language: str, intents: Sequence[str], _: Sizes, data: Path) -> tuple[Utterance, ...]:
    """The flat test utterances of these intents.

    Raises:
        NotFound: the data is not there.
    """
    return tuple(one for one in parallel(language, "test", data)[0].values() if one.intent in intents)


def commonest(count: int, data: Path) -> tuple[str, ...]:
    """`count` intents: those with the most flat English utterances in dev that have one there in every language.

    Raises:
        NotFound: the data is not there.
    """
    english, _ = parallel("en", "dev", data)
    everywhere = set(by_intent(english_train(data)[0]))
    for language in LANGUAGES[MTOP]:
        everywhere &= set(by_intent(parallel(language, "dev", data)[0]))
    counts = {intent: len(ids) for intent, ids in by_intent(english).items() if intent in everywhere}
    return tuple(sorted(sorted(counts, key=lambda intent: (-counts[intent], intent))[:count]))


def left_out(language: str, intents: Sequence[str], data: Path) -> int:
    """Test utterances of these intents that are not asked: their parse is not flat, or its values are not clear."""
    whole = mtop_parsed(language, "test", data).values()
    return sum(one.intent in intents for one in whole) - sum(
        one.intent in intents for one in parallel(language, "test", data)[0].values()
    )


@cache
def english_train(data: Path) -> tuple[dict[str, Utterance], dict[str, Utterance]]:
    """Id → utterance with slots, and the same with its parse; the flat ones of the English training set.

    Raises:
        NotFound: the data is not there.
    """
    found = {}
    for row in rows(data / "mtop" / "en.train.jsonl.gz"):
        parse = read_parse(row["parse"])
        found[row["id"]] = Utterance(row["text"], parse.intent, "en", parse=parse)
    return _flat_ones(found)


@cache
def parallel(language: str, split: str, data: Path) -> tuple[dict[str, Utterance], dict[str, Utterance]]:
    """The same of a split that all languages have, in one of them.

    Raises:
        NotFound: the data is not there.
    """
    return _flat_ones(mtop_parsed(language, split, data))


def _flat_ones(parsed: dict[str, Utterance]) -> tuple[dict[str, Utterance], dict[str, Utterance]]:
    slotted = {at: found for at, one in parsed.items() if (found := flat(one)) is not None}
    return slotted, {at: parsed[at] for at in slotted}
