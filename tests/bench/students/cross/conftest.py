"""MASSIVE and mTOP of our own sentences: two languages, a few intents, no student that takes time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.students.data import StudentData
from backend.students.settings import StudentSettings
from backend.students.student import Prediction
from bench.parallel import MTOP_LANGUAGES
from tests.backend.students.conftest import tiny_encoder as tiny_encoder

THINGS = ("soup", "rice", "tea", "figs", "bread", "kale", "corn", "eggs")
NEW = {"play_music": "media_type", "takeaway_order": "food_type", "transport_taxi": "place_name"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of both data sets, eight utterances of each intent in each split."""
    folder = tmp_path / "data"
    for language, locale in (("en", "en-US"), ("de", "de-DE")):
        write(folder / f"massive/{locale}.jsonl.gz", massive_rows(language))
    write(folder / "mtop/en.train.jsonl.gz", [mtop_row("en", "train", at) for at in range(32)])
    for split in ("dev", "test"):
        rows = [mtop_row(code, split, at) for code in MTOP_LANGUAGES for at in range(24)]
        write(folder / f"mtop/multi.{split}.jsonl.gz", rows)
    return folder


def massive_rows(language: str) -> list[dict[str, Any]]:
    rows = []
    for split in ("train", "test"):
        for intent, slot in {**NEW, "wake_up": "time", "play_radio": "time"}.items():
            for at, thing in enumerate(THINGS):
                words = [language, split, intent.replace("_", ""), thing]
                tags = ["O", "O", "O", f"B-{slot}"]
                told = {"intent": intent, "utt": " ".join(words), "tokens": words, "tags": tags}
                rows.append({"id": f"{split}-{intent}-{at}", "split": split, **told})
    return rows


def mtop_row(language: str, split: str, at: int) -> dict[str, Any]:
    """In turn: something is eaten at an hour, somebody is called; every eighth has another intent within."""
    thing, hour = THINGS[at % 8], f"{at % 8 + 1} : 30"
    text, parse = f"{language} call {split} {thing}", f"[IN:CALL [SL:WHO {thing} ] ]"
    if at % 2:
        text, parse = f"{language} eat {thing} at {hour}", f"[IN:EAT [SL:DISH {thing} ] [SL:DATE_TIME at {hour} ] ]"
    if at % 8 == 7:
        text, parse = f"{language} eat what {thing} eats", f"[IN:EAT [SL:DISH [IN:EAT [SL:WHO {thing} ] ] ] ]"
    return {"id": f"mtop-{split}{at}-{language}", "split": split, "lang": language, "text": text, "parse": parse}


def write(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


class FakeStudents:
    """Say the first of their intents of everything, at once; remember what they were taught."""

    def __init__(self, *_: object) -> None:
        self.seconds: list[int] = []
        self.taught: dict[str, StudentData] = {}

    def said(self, data: StudentData, settings: StudentSettings, texts: Sequence[str]) -> list[Prediction]:
        if data.sha256 not in self.taught:
            self.taught[data.sha256] = data
            self.seconds.append(1)
        return [Prediction(data.labels.intents[0], 1.0, ()) for _ in texts]
