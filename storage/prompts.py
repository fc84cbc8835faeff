"""The prompts of jobs as they were sent; what a batch or an example needs of them is read without the others."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import lru_cache

from pydantic import TypeAdapter
from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance
from storage.pieces import PIECE, pieces
from storage.tables import PromptRow

_PROMPT = TypeAdapter(Prompt)
_UTTERANCE = TypeAdapter(Utterance)


def has_prompts(job_id: int, *, session: Session) -> bool:
    """Whether the prompts of a job are stored already."""
    return session.exec(select(PromptRow.id).where(PromptRow.job_id == job_id)).first() is not None


def save_prompts(job_id: int, prompts: Sequence[tuple[Prompt, int]], first: int = 0, *, session: Session) -> None:
    """Store prompts of a job, each with its number of samples, from its prompt number `first` on."""
    rows = [
        {"job_id": job_id, "index": index, "samples": samples, "content": _PROMPT.dump_python(prompt, mode="json")}
        for index, (prompt, samples) in enumerate(prompts, start=first)
    ]
    if rows:
        session.exec(insert(PromptRow), params=rows)


def drop_prompts(job_id: int, *, session: Session) -> None:
    """Remove the prompts of a job: those that a crash left, before all of them were stored."""
    session.exec(delete(PromptRow).where(col(PromptRow.job_id) == job_id))


def load_prompts(job_id: int, places: range | None = None, *, session: Session) -> list[tuple[Prompt, int]]:
    """Prompts of a job with their numbers of samples, in order.

    Args:
        places: which of them, one after the other; all when None.
    """
    query = select(PromptRow.content, PromptRow.samples).where(PromptRow.job_id == job_id)
    if places is not None:
        query = query.where(PromptRow.index >= places.start, PromptRow.index < places.stop)
    rows = session.exec(query.order_by(col(PromptRow.index)))
    return [(_PROMPT.validate_python(content), samples) for content, samples in rows]


def prompt_samples(job_id: int, *, session: Session) -> list[int]:
    """The number of samples of each prompt of a job, in order: what its batches are cut by."""
    query = select(PromptRow.samples).where(PromptRow.job_id == job_id)
    return list(session.exec(query.order_by(col(PromptRow.index))))


def examples_shown(job_id: int, places: Collection[int], *, session: Session) -> dict[int, tuple[Utterance, ...]]:
    """Number of a prompt of the job → the utterances that it shows.

    Args:
        places: numbers of prompts; one that the job does not have is left out.
    """
    found = {}
    for some in pieces(sorted(places), PIECE):
        query = select(PromptRow.index, col(PromptRow.content)["examples"])
        rows = session.exec(query.where(PromptRow.job_id == job_id, col(PromptRow.index).in_(some)))
        found.update({index: tuple(_utterance(json.dumps(one)) for one in shown or ()) for index, shown in rows})
    return found


@lru_cache(maxsize=10_000)
def _utterance(written: str) -> Utterance:
    """A seed is shown by hundreds of prompts, and read once."""
    return _UTTERANCE.validate_json(written)
