"""How large the experiment is: the small protocol is for two cores, the full one for a GPU."""

from __future__ import annotations

from dataclasses import dataclass

from backend.students.settings import StudentSettings

MASSIVE, MTOP = "massive", "mtop"

LANGUAGES = {MASSIVE: ("de", "es", "fr", "hi", "ja", "pt"), MTOP: ("de", "es", "fr", "hi")}
"""Data set → the languages that the multilingual teacher writes, English aside; mTOP has Thai as well."""


@dataclass(frozen=True)
class Sizes:
    """Of one data set; None for all there are.

    Attributes:
        intents: that are new, at most.
        known: real utterances in the language of each intent that is not new (MASSIVE alone has such).
        english: English utterances of each new intent, at most.
        outputs: raw outputs of a method for each new intent, before any is dropped. As many utterances in the language,
            and one more, a student sees of it in a pass, whatever its row.
        near: of the intents that are not new only those of the scenarios that the new ones are confused with are taught
            and asked: so many fewer intents are learnt in so much less time.
    """

    intents: int
    known: int | None
    english: int | None
    outputs: int
    near: bool = False


@dataclass(frozen=True)
class CrossProtocol:
    """Languages and sizes by data set, and how every student is trained.

    Nothing is held out: of one example none can be spared. The small protocol has the languages that the packaged
    encoder, an English one, reads without an unknown word, as far as both data sets have them and time allows.
    """

    name: str
    languages: dict[str, tuple[str, ...]]
    sizes: dict[str, Sizes]
    student: StudentSettings


PROTOCOLS = {
    one.name: one
    for one in (
        CrossProtocol(
            "small",
            {MASSIVE: ("de", "es", "fr"), MTOP: ("de", "es", "fr")},
            {MASSIVE: Sizes(3, 40, 60, 16, near=True), MTOP: Sizes(10, None, 30, 4)},
            StudentSettings(passes=8, least_steps=1, batch_tokens=512, learning_rate=3e-4, held_out=0.0),
        ),
        CrossProtocol(
            "full",
            LANGUAGES,
            {MASSIVE: Sizes(3, None, None, 400), MTOP: Sizes(20, None, None, 100)},
            StudentSettings(passes=5, least_steps=1, batch_tokens=1024, learning_rate=3e-4, held_out=0.0),
        ),
    )
}
