"""The card of a student (teachset.json): what it can say, what it learnt from and how, and what came of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import InvalidValue, NotFound, TeachsetError
from backend.students.labels import LabelMap
from backend.students.metrics import Figures
from backend.students.settings import StudentSettings
from backend.students.storing import storing
from backend.teacher.adapter import CARD, tuned_card
from backend.teacher.weights import file_hash

KIND = "student"
HEADS = "heads.safetensors"
WEIGHTS = ("model.safetensors", HEADS)

_LABELS = TypeAdapter(LabelMap)
_SETTINGS = TypeAdapter(StudentSettings)


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write the card, whole or not at all: a folder with a card is a finished student.

    Raises:
        Unavailable: a full disk.
    """
    making = folder / f".{CARD}"
    with storing(folder):
        making.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        making.replace(folder / CARD)


def read_card(folder: Path) -> dict[str, Any]:
    """The card of the student in a folder; its weights are not looked at.

    Raises:
        NotFound: no student is there.
    """
    card = tuned_card(folder)
    if card.get("kind") != KIND:
        raise NotFound("no student in folder", value=str(folder), remedy="Give a folder that `cli.py train` wrote.")
    return card


def checked(card: dict[str, Any], folder: Path) -> tuple[str, LabelMap, StudentSettings]:
    """A student's uid, labels and settings, once the weights beside the card are those that it was written for.

    Raises:
        InvalidValue: a card that says something else, or other weights.
    """
    try:
        labels = _LABELS.validate_python(card["labels"])
        settings = _SETTINGS.validate_python(card["settings"])
        uid, hashes = str(card["uid"]), dict(card["weights"])
    except (KeyError, TypeError, ValueError, ValidationError, TeachsetError) as error:
        raise InvalidValue(
            f"student whose card cannot be read ({type(error).__name__})",
            value=str(folder / CARD),
            remedy="Train it again.",
        ) from error
    for name in WEIGHTS:
        if not (folder / name).is_file() or hashes.get(name) != file_hash(folder / name):
            raise InvalidValue(
                "student whose weights are not those of its card", value=str(folder / name), remedy="Train it again."
            )
    return uid, labels, settings


def note_figures(folder: Path, name: str, figures: Figures) -> None:
    """Add to the card what was measured on a test set of that name.

    Raises:
        NotFound: no student is there.
    """
    card = read_card(folder)
    write_card(folder, card | {"figures": card.get("figures", {}) | {name: asdict(figures)}})


def rename_in_card(folder: Path, kind: str, old: str, new: str) -> None:
    """Have a student say a label by its new name; nothing where it does not know it, or knows the new one too.

    Args:
        kind: "intent" or "slot".

    Raises:
        NotFound: no student is there.
        Unavailable: a full disk.
    """
    card, names = read_card(folder), f"{kind}s"
    labels = card.get("labels", {})
    if old not in labels.get(names, ()) or new in labels[names]:
        return
    lists = ("intents",) if kind == "intent" else ("slots", "adjacent")
    called = {old: new}
    renamed = {name: [called.get(one, one) for one in labels.get(name, ())] for name in lists}
    if kind == "slot":
        renamed["holds"] = [[called.get(one, one) for one in held] for held in labels["holds"]]
    figures = {
        of: {**one, names: {called.get(name, name): held for name, held in one.get(names, {}).items()}}
        for of, one in card.get("figures", {}).items()
    }
    write_card(folder, card | {"labels": labels | renamed} | ({"figures": figures} if figures else {}))
