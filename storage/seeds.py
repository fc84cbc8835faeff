"""Which accepted utterances the prompts of a job draw their examples from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from backend.domain.utterance import Utterance
from storage.examples import distinct_values, find_examples
from storage.filters import ExampleFilter
from storage.tables import Example

MAX_SEEDS = 5000
MAX_ELSEWHERE = 1000
"""In the language, and in each other one: enough for prompts to vary; reading more would only take longer."""


def seeds_for(
    project_id: int, intent: str, language: str, *, labels: Iterable[str] = (), session: Session
) -> list[Utterance]:
    """What prompts draw their examples from: accepted utterances of an intent, seeds and curated ones alike.

    The first MAX_SEEDS of those in the language, and then the first MAX_ELSEWHERE of each other one, which a method may
    translate.

    Args:
        labels: of parses: the first MAX_ELSEWHERE with each of them are there too, however late they came.
    """
    wanted = ExampleFilter(intent=intent, status="accepted", language=language)
    others = [one for one in distinct_values(project_id, "language", session=session) if one != language]
    found: list[Example] = []
    for limit, spoken in ((MAX_SEEDS, [language]), (MAX_ELSEWHERE, others)):
        for each in spoken:
            first = find_examples(project_id, replace(wanted, language=each), limit=limit, session=session)
            found += first
            if len(first) == limit:
                found += _later_with(labels, project_id, replace(wanted, language=each), first, session)
    return [row.utterance for row in found]


def _later_with(
    labels: Iterable[str], project_id: int, wanted: ExampleFilter, first: Sequence[Example], session: Session
) -> list[Example]:
    """Examples with each of these labels in their parse that are not among the first ones."""
    held = {row.id for row in first}
    found: dict[int, Example] = {}
    for label in sorted(set(labels)):
        rows = find_examples(project_id, replace(wanted, slot=label), limit=MAX_ELSEWHERE, session=session)
        found |= {row.id: row for row in rows if row.parse is not None and row.id not in held}
    return list(found.values())
