"""What examples were made from: the texts that the prompt of each showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.engine import Store
from storage.scores import prompts_of, texts_shown

_NOTHING: tuple[str, ...] = ()


class Families:
    """Looks up what a project's examples were made from; a job's prompts are read once, as they never change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shown: dict[int, dict[int, tuple[str, ...]]] = {}

    def of(self, example_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        """Id → texts, of those of the examples that a prompt made."""
        with self._store.read() as session:
            made = prompts_of(example_ids, session=session)
            for job in {job for job, _ in made.values()} - self._shown.keys():
                self._shown[job] = texts_shown(job, session=session)
        return {id_: self._shown[job].get(prompt, _NOTHING) for id_, (job, prompt) in made.items()}
