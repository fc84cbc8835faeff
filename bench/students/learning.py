"""Students that are trained once: what each says of a list of texts is cached, not its weights."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from backend.domain.utterance import Span
from backend.students.data import StudentData
from backend.students.settings import StudentSettings
from backend.students.student import Prediction, Student, load_student
from backend.students.training import Training, train
from backend.teacher.device import pick
from bench.students.store import key_of, read_json, write_json

LOADED = 3
"""Students that stay in memory, since they are asked again: the oracle and the filter's among them."""


class Students:
    """Trains students when what they say is not known yet.

    Args:
        folder: of the cache. device: "cpu", "cuda", …; None takes CUDA where there is CUDA.

    Attributes:
        seconds: of every training that was not in the cache.
    """

    def __init__(self, folder: Path, device: str | None) -> None:
        self._folder = folder
        self._device = device
        self.seconds: list[int] = []
        self._loaded: OrderedDict[str, Student] = OrderedDict()

    def said(
        self, data: StudentData, settings: StudentSettings, texts: Sequence[str], *, keep: bool = False
    ) -> list[Prediction]:
        """What the student of that data and those settings says of every text.

        Args:
            keep: its weights stay in the cache as well: it will be asked about other texts, by other runs too.

        Raises:
            InvalidValue: a text that no utterance may hold. Unavailable: training broke down.
        """
        student = self._key(data, settings)
        file = self._folder / "said" / f"{student}-{key_of(list(texts))}.json"
        there = read_json(file)
        if there is None:
            told = self._student(student, data, settings, keep).predict(texts)
            there = [[one.intent, one.confidence, [[s.start, s.end, s.slot] for s in one.spans]] for one in told]
            write_json(file, there)
        return [Prediction(intent, sure, tuple(Span(*span) for span in spans)) for intent, sure, spans in there]

    def _student(self, key: str, data: StudentData, settings: StudentSettings, keep: bool) -> Student:
        if key in self._loaded:
            self._loaded.move_to_end(key)
            return self._loaded[key]
        kept = self._folder / "students" / key
        if not kept.is_dir():
            self._train(data, settings, kept if keep else None, key)
        else:
            self._loaded[key] = load_student(kept, device=self._device)
        while len(self._loaded) > LOADED:
            self._loaded.popitem(last=False)
        return self._loaded[key]

    def _train(self, data: StudentData, settings: StudentSettings, kept: Path | None, key: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".training-", dir=self._folder) as place:
            made = Path(place) / "student"
            train(Training(data, settings, device=self._device), made)
            student = load_student(made, device=self._device)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                made.rename(kept)
        self._loaded[key] = student
        self.seconds.append(student.card["result"]["seconds"])

    def _key(self, data: StudentData, settings: StudentSettings) -> str:
        device, dtype = pick(self._device, settings.dtype)
        versions = [version(name) for name in ("torch", "transformers")]
        labels = asdict(data.labels)
        return key_of([data.sha256, labels, asdict(settings), str(device), str(dtype), versions])
