"""The Review page says when most of what a reviewer meets is wrong."""

from __future__ import annotations

import uuid

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.stopping import LAST
from storage.decisions import decide
from tests.conftest import pending
from tests.ui.pages.reviewing import opened, said


@pytest.fixture
def worn_out(store, project):
    """Of his last thirty candidates ada kept fourteen; as many and ten more are left."""
    examples = pending(store, project, *(f"trip number {n} please" for n in range(2 * LAST + 10)))
    with store.write() as session:
        for place, example in enumerate(examples[:LAST]):
            action = "accept" if place < LAST // 2 - 1 else "reject"
            decide(
                project.id, DecisionCreate(example.id, 1, action, str(uuid.uuid4()), reviewer="ada"), session=session
            )


def test_whoever_rejected_most_of_his_last_is_told_what_else_he_may_do(worn_out):
    told = said(opened(project="Travel", reviewer="ada"))
    assert "You kept 14 of your last 30. The 40 candidates left are less likely to be right" in told


def test_another_reviewer_is_not(worn_out):
    assert "of your last" not in said(opened(project="Travel", reviewer="ben"))


def test_nor_is_he_where_the_doubted_ones_come_first(worn_out):
    assert "of your last" not in said(opened(project="Travel", reviewer="ada", review_order="Doubted first"))


def test_nor_where_few_are_left(worn_out):
    assert "of your last" not in said(opened(project="Travel", reviewer="ada", review_search="number 69"))
