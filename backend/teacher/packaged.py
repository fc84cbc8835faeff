"""Teachers whose weights come as Python packages."""

from __future__ import annotations

from dataclasses import dataclass

from backend.teacher.packaged_weights import GEMMA3, SMOLLM2, Weights

UNTUNED_TEACHER = "smollm2-135m-instruct"
CLASP_TEACHER = "smollm2-135m-clasp"
DEFAULT_TEACHER = "smollm2-135m-linguist"
MULTILINGUAL_TEACHER = "gemma3-270m-linguist"
MULTILINGUAL_BASE = "gemma3-270m"


@dataclass(frozen=True)
class Packaged:
    """A teacher whose weights come as Python packages.

    Attributes:
        base: the packaged teacher without an adapter that has the same weights; itself when it is one.
        languages: codes of all that its weights can write; empty where they are too many to be known.
        adapter: folder, among the shipped ones, of the adapter on top of the weights; "" for none.
        holds_in_int8: whether it was found to write in eight bits as it does in 32.
    """

    name: str
    description: str
    weights: Weights
    base: str
    languages: tuple[str, ...]
    adapter: str = ""
    holds_in_int8: bool = False


PACKAGED: tuple[Packaged, ...] = (
    Packaged(
        DEFAULT_TEACHER,
        "SmolLM2 135M tuned for LINGUIST: English, small enough for a laptop without a GPU.",
        SMOLLM2,
        UNTUNED_TEACHER,
        ("en",),
        adapter=DEFAULT_TEACHER,
        holds_in_int8=True,
    ),
    Packaged(
        CLASP_TEACHER,
        "The same tuned for CLASP's parses too; it writes them for the one tuned for LINGUIST.",
        SMOLLM2,
        UNTUNED_TEACHER,
        ("en",),
        adapter=CLASP_TEACHER,
    ),
    Packaged(
        UNTUNED_TEACHER,
        "SmolLM2 135M Instruct as it is, for comparison: English.",
        SMOLLM2,
        UNTUNED_TEACHER,
        ("en",),
    ),
    Packaged(
        MULTILINGUAL_TEACHER,
        "Gemma 3 270M tuned for LINGUIST, translation and CLASP in seven languages.",
        GEMMA3,
        MULTILINGUAL_BASE,
        ("en", "de", "es", "fr", "hi", "ja", "pt"),
        adapter=MULTILINGUAL_TEACHER,
    ),
    Packaged(
        MULTILINGUAL_BASE,
        "Gemma 3 270M as it is, in over 140 languages by its makers' word: for tuning, it follows no instructions.",
        GEMMA3,
        MULTILINGUAL_BASE,
        (),
    ),
)


def packaged_teacher(name: str) -> Packaged | None:
    """The packaged teacher of that name, if there is one."""
    return next((one for one in PACKAGED if one.name == name), None)
