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
"""Students that stay in memory of those that are asked again: the oracle, and the one that filters a case."""


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
        self,
        data: StudentData,
        settings: StudentSettings,
        texts: Sequence[str],
        *,
        again: bool = False,
        keep: bool = False,
    ) -> list[Prediction]:
        """What the student of that data and those settings says of every text.

        Args:
            again: it will soon be asked about other texts, so it stays in memory.
            keep: other runs will ask it too, so its weights stay in the cache.

        Raises:
            InvalidValue: a text that no utterance may hold. Unavailable: training broke down.
        """
        student = self._key(data, settings)
        file = self._folder / "said" / f"{student}-{key_of(list(texts))}.json"
        there = read_json(file)
        if there is None:
            asked = self._student(student, data, settings, keep)
            if again or keep:
                self._remember(student, asked)
            told = asked.predict(texts)
            there = [[one.intent, one.confidence, [[s.start, s.end, s.slot] for s in one.spans]] for one in told]
            write_json(file, there)
        return [Prediction(intent, sure, tuple(Span(*span) for span in spans)) for intent, sure, spans in there]

    def _student(self, key: str, data: StudentData, settings: StudentSettings, keep: bool) -> Student:
        if key in self._loaded:
            return self._loaded[key]
        kept = self._folder / "students" / key
        if kept.is_dir():
            return load_student(kept, device=self._device)
        return self._train(data, settings, kept if keep else None)

    def _remember(self, key: str, student: Student) -> None:
        self._loaded[key] = student
        self._loaded.move_to_end(key)
        while len(self._loaded) > LOADED:
            self._loaded.popitem(last=False)

    def _train(self, data: StudentData, settings: StudentSettings, kept: Path | None) -> Student:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".training-", dir=self._folder) as place:
            made = Path(place) / "student"
            train(Training(data, settings, device=self._device), made)
            student = load_student(made, device=self._device)
            if kept:
                put_by(made, kept)
        self.seconds.append(student.card["result"]["seconds"])
        return student

    def _key(self, data: StudentData, settings: StudentSettings) -> str:
        device, dtype = pick(self._device, settings.dtype)
        versions = [version(name) for name in ("torch", "transformers")]
        labels = asdict(data.labels)
        return key_of([data.sha256, labels, asdict(settings), str(device), str(dtype), versions])


def put_by(made: Path, kept: Path) -> None:
    """Move a student's folder into the cache, unless another run that shares it has put the same one there."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        made.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise
