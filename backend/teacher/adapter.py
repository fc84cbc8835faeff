"""Adapters: LoRA weights that our tuning wrote, with their card beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.errors import Unavailable
from backend.teacher.packaged import packaged_teacher
from backend.teacher.weights import file_hash

CARD = "teachset.json"
"""The card of a tuned teacher: what it was tuned on, how, and what came of it."""
WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
SHIPPED = Path(__file__).parent / "adapters"


@dataclass(frozen=True)
class Adapter:
    """An adapter's folder, and the name of the teacher that it is for."""

    folder: Path
    base: str

    @property
    def shown(self) -> str:
        """Its name and the start of its hash, for provenance."""
        return f"{self.folder.name} {file_hash(self.folder / WEIGHTS)[:16]}"


def adapter_of(name: str) -> Adapter | None:
    """The adapter that a teacher's name stands for: a packaged teacher's own, or a folder of one; else None.

    Raises:
        Unavailable: an adapter without a card that names its base.
    """
    packaged = packaged_teacher(name)
    if packaged:
        return Adapter(SHIPPED / packaged.adapter, packaged.base) if packaged.adapter else None
    folder = _folder(name)
    if folder is None or not (folder / CONFIG).is_file():
        return None
    base = tuned_card(folder).get("base")
    if not isinstance(base, str) or adapter_of(base) is not None:
        raise Unavailable(
            "adapter whose card names no base",
            value=name,
            where=str(folder / CARD),
            remedy="Choose a folder that `cli.py tune` wrote.",
        )
    return Adapter(folder, base)


def tuned_card(folder: Path) -> dict[str, Any]:
    """The card in a folder that `tune` wrote; {} for any other folder."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}


def card_of(name: str) -> dict[str, Any]:
    """The card of a teacher that we tuned, whether adapter or whole model; {} for any other teacher."""
    packaged = packaged_teacher(name)
    if packaged:
        return tuned_card(SHIPPED / packaged.adapter) if packaged.adapter else {}
    folder = _folder(name)
    return tuned_card(folder) if folder else {}


def tuned_methods(card: Mapping[str, Any]) -> tuple[str, ...]:
    """The methods that a card says its teacher was tuned for; an older card names one, as `method`."""
    given = card.get("methods", [card.get("method")])
    return tuple(name for name in given if isinstance(name, str)) if isinstance(given, list) else ()


def merged(model: Any, adapter: Adapter) -> Any:
    """`model` with the adapter's weights added into its own.

    Raises:
        Unavailable: files that cannot be read, or an adapter for another model.
    """
    from peft import PeftModel

    try:
        # The weights are named by file, so that a pickled one beside them is never looked at.
        if not (adapter.folder / WEIGHTS).is_file():
            raise OSError(f"no {WEIGHTS}")
        return PeftModel.from_pretrained(model, str(adapter.folder)).merge_and_unload()
    except Exception as error:  # what foreign files raise has no common class
        raise Unavailable(
            f"adapter that cannot be put on {adapter.base}: {error}",
            value=str(adapter.folder),
            remedy="It must be the folder that `cli.py tune` wrote for this base.",
        ) from error


def _folder(name: str) -> Path | None:
    try:
        folder = Path(name).expanduser()
        return folder if name and folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None
