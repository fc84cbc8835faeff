"""Which teachers can be chosen, and what is known of each without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backend.domain.errors import Unavailable
from backend.teacher.adapter import adapter_of, card_of, tuned_methods
from backend.teacher.catalogue import languages_of
from backend.teacher.packaged import PACKAGED, packaged_teacher
from backend.teacher.remote.name import is_remote
from jobs.settings import Settings
from jobs.writers import named

Kind = Literal["packaged", "tuned here", "server", "folder", "hub", "script"]

_LICENCES = {
    "server": "The terms of whoever runs the server.",
    "script": "None needed: it runs no model.",
}
_READ_THEIRS = "Not known here: read its model card."


@dataclass(frozen=True)
class TunedFigures:
    """What the card of a tuned teacher says; a field that a card lacks is empty or None.

    Attributes:
        held_out_loss: mean cross-entropy of a target token of the held-out utterances.
        held_out_loss_over: what that is the mean over: "target tokens", or of an older card "batches", whatever the
            number of their target tokens; empty without a loss.
        teaching, measuring: utterances learnt from, and held out.
        data_licence: licence and source of the data, as whoever tuned it stated.
    """

    base: str
    methods: tuple[str, ...]
    style: str
    date: str
    teaching: int | None
    measuring: int | None
    excluded: tuple[str, ...]
    languages: tuple[str, ...]
    held_out_loss: float | None
    data_licence: str
    held_out_loss_over: str = ""


@dataclass(frozen=True)
class TeacherView:
    """A teacher by its name, for people; all texts are to be shown as text.

    Attributes:
        label: a short name. description: one line, empty where nothing is known.
        weights: what its weights are made from. adapter: folder of an adapter on top of them, if any.
        style: the prompt style to ask it with. tuned: its card, if it has one of ours.
        languages: names of all that it can write, in a row; empty where that is not known.
    """

    name: str
    label: str
    kind: Kind
    description: str
    weights: str
    adapter: str
    style: str
    licence: str
    languages: str
    tuned: TunedFigures | None


def teacher_view(name: str) -> TeacherView:
    """What is known of a teacher of that name, whether it can be opened or not."""
    packaged = packaged_teacher(name)
    kind = _kind(name)
    try:
        adapter = adapter_of(name)
    except Unavailable:  # a folder that holds an adapter of nobody knows what; opening it says so
        adapter = None
    card = card_of(name)
    tuned = _figures(card) if card else None
    base = adapter.base if adapter else name
    weights = packaged_teacher(base)
    return TeacherView(
        name=name,
        label=Path(name).name if kind in ("folder", "tuned here") else name,
        kind=kind,
        description=packaged.description if packaged else "",
        weights=weights.weights.file if weights else base,
        adapter=adapter.folder.name if adapter else "",
        style=(tuned.style if tuned else "") or "instruct",
        licence=_licence(base, tuned),
        languages=named(languages_of(name)),
        tuned=tuned,
    )


def packaged_teachers() -> tuple[TeacherView, ...]:
    """The teachers that come as packages."""
    return tuple(teacher_view(packaged.name) for packaged in PACKAGED)


def tuned_teachers(settings: Settings) -> tuple[TeacherView, ...]:
    """The finished teachers in the folder of tuned ones, by name; a tuning that is under way has no card yet."""
    try:
        folders = sorted(folder for folder in settings.tuned_dir.iterdir() if folder.is_dir())
    except OSError:
        return ()
    views = [teacher_view(str(folder)) for folder in folders]
    return tuple(view for view in views if view.tuned)


def _kind(name: str) -> Kind:
    if packaged_teacher(name):
        return "packaged"
    if is_remote(name):
        return "server"
    if name.startswith("scripted:"):
        return "script"
    if card_of(name):
        return "tuned here"
    try:
        return "folder" if name and Path(name).expanduser().is_dir() else "hub"
    except (OSError, RuntimeError, ValueError):
        return "hub"


def _licence(base: str, tuned: TunedFigures | None) -> str:
    packaged = packaged_teacher(base)
    weights = packaged.weights.licence if packaged else _LICENCES.get(_kind(base), _READ_THEIRS)
    terms = packaged.weights.terms if packaged else None
    weights = f"{weights}, {terms.url}" if terms else weights
    if tuned is None:
        return weights
    return f"Weights: {weights.rstrip('.')}. Data of the tuning: {tuned.data_licence or 'not stated'}."


def _figures(card: Mapping[str, Any]) -> TunedFigures:
    """Read a card as leniently as it takes: it is a file, and anything may be in it."""
    data, result = _part(card, "data"), _part(card, "result")
    loss = _number(result, "held_out_loss", float)
    return TunedFigures(
        base=_text(card, "base"),
        methods=tuned_methods(card),
        style=_text(card, "style") if _text(card, "style") in ("tuned", "instruct") else "",
        date=_text(card, "date"),
        teaching=_number(data, "teaching", int),
        measuring=_number(data, "measuring", int),
        excluded=_texts(data, "excluded_intents"),
        languages=_texts(data, "languages"),
        held_out_loss=loss,
        data_licence=_text(data, "licence"),
        held_out_loss_over="" if loss is None else _text(result, "held_out_loss_over") or "batches",
    )


def _part(card: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = card.get(name)
    return part if isinstance(part, dict) else {}


def _text(card: Mapping[str, Any], name: str) -> str:
    value = card.get(name)
    return value if isinstance(value, str) else ""


def _texts(card: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = card.get(name)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _number(card: Mapping[str, Any], name: str, kind: type) -> Any:
    value = card.get(name)
    return kind(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
