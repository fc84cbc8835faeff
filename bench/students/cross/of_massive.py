"""MASSIVE: intents of which a language has one example, beside others that it has real utterances of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backend.domain.utterance import Utterance
from bench.methods.of_massive import said
from bench.students.cross.cases import CrossCase, by_intent, drawn_of_each
from bench.students.cross.protocol import MASSIVE, Sizes

INTENTS = ("play_music", "takeaway_order", "transport_taxi")
"""The intents that the multilingual teacher was not tuned on, without `general_quirky`: seven in ten of its utterances
have no slot, and they have little in common."""

NEAR = ("music", "play", "takeaway", "transport")
"""The scenarios of the intents that these are confused with; an intent's name begins with its scenario."""


def case(language: str, draw: int, intents: Sequence[str], sizes: Sizes, data: Path) -> CrossCase:
    """The new intents in English and by a shot, the others by real utterances; all out of train. Asked is test.

    Another draw, other utterances. The shots and the real ones may be translations of English ones that are learnt:
    the data set is parallel.

    Raises:
        NotFound: the data is not there. InvalidValue: an intent that it does not have.
    """
    english, train = said("en", "train", data), said(language, "train", data)
    others = [name for name in learnt(intents, sizes, data) if name not in intents]
    real = drawn_of_each(train, intents, sizes.outputs + 1, f"real/{draw}")
    shots = drawn_of_each(train, intents, 1, f"real/{draw}")  # the first of `real`
    return CrossCase(
        MASSIVE,
        language,
        draw,
        tuple(intents),
        tuple(train[at] for at in drawn_of_each(train, others, sizes.known, f"known/{draw}")),
        tuple(english[at] for at in drawn_of_each(english, intents, sizes.english, f"english/{draw}")),
        tuple(train[at] for at in shots),
        tuple(train[at] for at in real),
        asked(language, intents, sizes, data),
        sizes.outputs,
    )


def asked(language: str, intents: Sequence[str], sizes: Sizes, data: Path) -> tuple[Utterance, ...]:
    """The test utterances of all intents that are taught.

    Raises:
        NotFound: the data is not there.
    """
    taught = learnt(intents, sizes, data)
    return tuple(one for one in said(language, "test", data).values() if one.intent in taught)


def learnt(intents: Sequence[str], sizes: Sizes, data: Path) -> tuple[str, ...]:
    """The new intents and the others that are taught beside them.

    Raises:
        NotFound: the data is not there.
    """
    every = by_intent(said("en", "train", data))
    return tuple(name for name in every if name in intents or not sizes.near or name.partition("_")[0] in NEAR)
