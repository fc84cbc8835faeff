"""The card of a semantic-parsing student: what it can say, what it learnt from and how, and what came of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.errors import InvalidValue, NotFound, TeachsetError
from backend.domain.parse_schema import ParseSchema
from backend.students.parsing.settings import ParserSettings
from backend.students.storing import storing
from backend.students.written import curve
from backend.teacher.adapter import CARD, tuned_card
from backend.teacher.weights import file_hash

if TYPE_CHECKING:
    from backend.students.parsing.training import ParserTraining
    from backend.teacher.tuning.model import Base

KIND = "parser"

_SCHEMA = TypeAdapter(ParseSchema)
_SETTINGS = TypeAdapter(ParserSettings)


@dataclass(frozen=True)
class ParserCard:
    """All that is known of a student, as in its teachset.json.

    Attributes:
        base, base_hash: the model that was trained, and of its weights.
        full: whether its folder holds the whole model, instead of an adapter on `base`.
        longest: tokens of a text with its parse; longest_parse: of the longest parse that it learnt.
        told: the card as it is written.
    """

    uid: str
    schema: ParseSchema
    settings: ParserSettings
    base: str
    base_hash: str
    longest: int
    longest_parse: int
    told: dict[str, Any]

    def write(self, file: Path) -> None:
        """Write it, whole or not at all: a folder with a card is a finished student.

        Raises:
            Unavailable: a full disk.
        """
        making = file.with_name(f".{file.name}")
        with storing(file.parent):
            making.write_text(json.dumps(self.told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            making.replace(file)


def is_parser(folder: Path) -> bool:
    """Whether a folder holds a student of parses."""
    return tuned_card(folder).get("kind") == KIND


def knows_of(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The intents that the student in a folder learnt, and the labels that it can write; its weights are not looked at.

    Raises:
        InvalidValue: no student of parses is there, or its card cannot be read.
    """
    told = tuned_card(folder)
    try:
        labels = _SCHEMA.validate_python(told["schema"]).labels
        return frozenset(told["data"]["intents"]), frozenset(label.name for label in labels)
    except (KeyError, TypeError, ValueError, ValidationError, TeachsetError) as error:
        raise _unreadable(folder, error) from error


def read_card(folder: Path) -> ParserCard:
    """The card of the student in a folder, once the weights beside it are those that it was written for.

    Raises:
        NotFound: no student of parses is there. InvalidValue: a card that says something else, or other weights.
    """
    told = tuned_card(folder)
    if told.get("kind") != KIND:
        raise NotFound(
            "no student of parses in folder", value=str(folder), remedy="Give a folder that `cli.py train` wrote."
        )
    try:
        card = _read(told)
        hashes = dict(told["weights"])
    except (KeyError, TypeError, ValueError, ValidationError, TeachsetError) as error:
        raise _unreadable(folder, error) from error
    if not hashes or any(
        Path(name).name != name or not (folder / name).is_file() or file_hash(folder / name) != digest
        for name, digest in hashes.items()
    ):
        raise InvalidValue(
            "student whose weights are not those of its card", value=str(folder), remedy="Train it again."
        )
    return card


def card_of_run(
    training: ParserTraining, base: Base, sizes: dict[str, int], state: Any, seconds: float, out: Path
) -> ParserCard:
    """The card of a finished run.

    Args:
        sizes: left_out, longest and longest_parse. state: the Trainer's at the end. out: where the weights are.
    """
    points = [_point(one) for one in curve(state.log_history)]
    data, settings = training.data, training.settings
    told = {
        "kind": KIND,
        "uid": training.uid,
        "base": named(settings.base),
        "base_hash": base.source_hash,
        "schema": asdict(data.schema),
        "data": {
            "sources": dict(training.sources),
            "sha256": data.sha256,
            "teaching": len(data.teaching) - sizes["left_out"],
            "measuring": len(data.measuring),
            "left_out": sizes["left_out"],
            "intents": data.counts,
            "languages": sorted({utterance.language for utterance in data.teaching}),
        },
        "settings": asdict(settings),
        "sizes": {"longest": sizes["longest"], "longest_parse": sizes["longest_parse"]},
        "result": {
            "held_out_exact_match": max((one["exact_match"] for one in points if "exact_match" in one), default=None),
            "steps": state.global_step,
            "of_steps": state.max_steps,
            "seconds": round(seconds),
            "device": str(base.device),
            "dtype": str(base.dtype).removeprefix("torch."),
        },
        "curve": points,
        "weights": {file.name: file_hash(file) for file in sorted(out.glob("*.safetensors"))},
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "llguidance")},
        "date": datetime.now(UTC).date().isoformat(),
    }
    return _read(json.loads(json.dumps(told)))


def note_figures(folder: Path, name: str, figures: dict[str, Any]) -> None:
    """Add to the card what was measured on a test set of that name.

    Raises:
        NotFound, InvalidValue: as `read_card`.
    """
    card = read_card(folder)
    card.told["figures"] = card.told.get("figures", {}) | {name: figures}
    card.write(folder / CARD)


def named(base: str) -> str:
    """A model's name; a folder as it is found from anywhere."""
    folder = Path(base).expanduser()
    return str(folder.resolve()) if folder.is_dir() else base


def _unreadable(folder: Path, error: Exception) -> InvalidValue:
    said = f"student whose card cannot be read ({type(error).__name__})"
    return InvalidValue(said, value=str(folder / CARD), remedy="Train it again.")


def _read(told: dict[str, Any]) -> ParserCard:
    return ParserCard(
        str(told["uid"]),
        _SCHEMA.validate_python(told["schema"]),
        _SETTINGS.validate_python(told["settings"]),
        str(told["base"]),
        str(told["base_hash"]),
        int(told["sizes"]["longest"]),
        int(told["sizes"]["longest_parse"]),
        told,
    )


def _point(one: dict[str, float]) -> dict[str, float]:
    return {"exact_match" if name == "frame_accuracy" else name: value for name, value in one.items()}
