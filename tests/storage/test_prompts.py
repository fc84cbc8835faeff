"""Prompts of a job: some of them are read without the others, on both databases alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.request import Request
from backend.domain.utterance import Span
from storage.engine import Store
from storage.jobs import create_job
from storage.prompts import examples_shown, load_prompts, prompt_samples, save_prompts
from storage.tables import Project
from tests.backend.asked import PROMPT, SEEDS
from tests.postgres import on_both

pytestmark = on_both

PROMPTS = [
    (replace(PROMPT, template=f"t{at}", examples=SEEDS[:at]), samples) for at, samples in enumerate((1, 2, 0, 3))
]


@pytest.fixture
def job(store: Store, project: Project) -> int:
    with store.write() as session:
        made, _ = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
        save_prompts(made.id, PROMPTS, session=session)
        return made.id


def test_a_batch_reads_its_own_prompts_alone(store: Store, job: int) -> None:
    with store.read() as session:
        assert load_prompts(job, session=session) == PROMPTS
        assert load_prompts(job, range(1, 3), session=session) == PROMPTS[1:3]
        assert load_prompts(job, range(4, 6), session=session) == []


def test_batches_are_cut_by_what_is_read_without_a_prompt(store: Store, job: int) -> None:
    with store.read() as session:
        assert prompt_samples(job, session=session) == [1, 2, 0, 3]


def test_the_examples_that_some_prompts_show_are_read_without_the_rest(store: Store, job: int) -> None:
    with store.read() as session:
        shown = examples_shown(job, {0, 2, 3, 9}, session=session)
    assert shown == {0: (), 2: SEEDS[:2], 3: SEEDS}
    assert shown[3][0].spans == (Span(11, 15, "time"),)
