"""What examples were made from: the texts that the prompt of each showed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from storage.engine import Store
from storage.prompts import examples_shown
from storage.scores import prompts_of

_NOTHING: tuple[str, ...] = ()


class Families:
    """Looks up what a project's examples were made from; a prompt is read once, as it never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shown: dict[tuple[int, int], tuple[str, ...]] = {}

    def of(self, example_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        """Id → texts, of those of the examples that a prompt made."""
        with self._store.read() as session:
            made = prompts_of(example_ids, session=session)
            unread = defaultdict[int, set[int]](set)
            for job, prompt in set(made.values()) - self._shown.keys():
                unread[job].add(prompt)
            for job, prompts in unread.items():
                shown = examples_shown(job, prompts, session=session)
                self._shown.update({(job, at): tuple(one.text for one in some) for at, some in shown.items()})
        return {id_: self._shown.get(place, _NOTHING) for id_, place in made.items()}
