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


def case(language: str, draw: int, intents: Sequence[str], sizes: Sizes, data: Path) -> CrossCase:
    """The new intents in English and by a shot, the others by real utterances; all out of train. Asked is test.

    Another draw, other utterances. The shots and the real ones may be translations of English ones that are learnt:
    the data set is parallel.

    Raises:
        NotFound: the data is not there. InvalidValue: an intent that it does not have.
    """
    english, train = said("en", "train", data), said(language, "train", data)
    others = [name for name in by_intent(train) if name not in intents]
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
        asked(language, intents, data),
        sizes.outputs,
    )


def asked(language: str, _: Sequence[str], data: Path) -> tuple[Utterance, ...]:
    """The test utterances: those of all intents.

    Raises:
        NotFound: the data is not there.
    """
    return tuple(said(language, "test", data).values())
