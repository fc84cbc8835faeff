"""Teachers whose weights come as Python packages."""

from __future__ import annotations

from dataclasses import dataclass

from backend.teacher.packaged_weights import GEMMA3, SMOLLM2, Weights

UNTUNED_TEACHER = "smollm2-135m-instruct"
DEFAULT_TEACHER = "smollm2-135m-linguist"
MULTILINGUAL_TEACHER = "gemma3-270m"


@dataclass(frozen=True)
class Packaged:
    """A teacher whose weights come as Python packages.

    Attributes:
        base: the packaged teacher without an adapter that has the same weights; itself when it is one.
        languages: codes of those that it is known to write.
        adapter: folder, among the shipped ones, of the adapter on top of the weights; "" for none.
    """

    name: str
    description: str
    weights: Weights
    base: str
    languages: tuple[str, ...]
    adapter: str = ""


PACKAGED: tuple[Packaged, ...] = (
    Packaged(
        DEFAULT_TEACHER,
        "SmolLM2 135M tuned on LINGUIST prompts: English, small enough for a laptop without a GPU.",
        SMOLLM2,
        UNTUNED_TEACHER,
        ("en",),
        adapter=DEFAULT_TEACHER,
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
        "Gemma 3 270M as it is, a base for tuning in many languages: it follows no instructions.",
        GEMMA3,
        MULTILINGUAL_TEACHER,
        ("en", "de", "es", "fr", "hi", "ja", "pt"),
    ),
)


def packaged_teacher(name: str) -> Packaged | None:
    """The packaged teacher of that name, if there is one."""
    return next((one for one in PACKAGED if one.name == name), None)
