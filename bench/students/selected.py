"""What the product's scores and orders leave of generated utterances, kept on disk: they take far longer than a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.domain.utterance import Utterance
from bench.students.store import key_of, read_json, write_json


class Selected:
    """Selections that are made once; `folder` is that of the cache."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def places(self, about: Any, written: Sequence[Utterance], choose: Callable[[], Sequence[int]]) -> list[int]:
        """Places among the generated utterances.

        Args:
            about: all else that decides which they are, as JSON can say it; choose: makes the selection.
        """
        file = self._folder / "selected" / f"{key_of([about, [asdict(one) for one in written]])}.json"
        there = read_json(file)
        if there is None:
            there = list(choose())
            write_json(file, there)
        return list(there)

    def of(
        self, about: Any, written: Sequence[Utterance], choose: Callable[[], Sequence[Utterance]]
    ) -> tuple[Utterance, ...]:
        """The same for a choice of utterances, which stay in their order."""

        def places() -> list[int]:
            left = {id(one) for one in choose()}
            return [at for at, one in enumerate(written) if id(one) in left]

        return tuple(written[at] for at in self.places(about, written, places))
