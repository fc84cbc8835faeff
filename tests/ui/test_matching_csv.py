"""The CSV of the Dataset page."""

from __future__ import annotations

import csv
import uuid

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from backend.formats.upload import read_upload
from storage.decisions import decide
from storage.engine import Store
from storage.examples import add_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import decided, share
from tests.ui.conftest import HOSTILE
from ui.matching_csv import csv_name, matching_csv

WRITTEN = (
    *(Utterance(text, "book_trip") for text in HOSTILE),
    Utterance("=lima", "book_trip", "fr", (Span(1, 5, "city"),)),
)


@pytest.fixture
def candidates(store: Store, project: Project) -> None:
    with store.write() as session:
        add_examples(project.id, WRITTEN, origin="imported", status="pending", provenance={}, session=session)


def test_what_matches_is_read_back_as_it_was(store: Store, project: Project, candidates: None) -> None:
    data = matching_csv(store, project.id, ExampleFilter(status="pending"))
    reading = read_upload("again.csv", data, intent=None, language="en", schema=None)
    assert tuple(line.utterance for line in reading.lines) == WRITTEN


def test_no_cell_begins_a_formula(store: Store, project: Project, candidates: None) -> None:
    lines = matching_csv(store, project.id, ExampleFilter()).decode("utf-8-sig").splitlines()
    assert '"\'=cmd()"' in lines[5]
    assert not [line for line in lines if line.startswith('"=')]


def test_each_row_says_what_became_of_it(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "take me to bern")
    with store.write() as session:
        why = DecisionCreate(one.id, 1, "reject", str(uuid.uuid4()), "unnatural", "=ada")
        decide(project.id, why, session=session)
    data = matching_csv(store, project.id, ExampleFilter()).decode("utf-8-sig")
    rows = {row["text"]: row for row in csv.DictReader(data.splitlines())}
    found = rows["take me to bern"]
    noted = [found[name] for name in ("status", "reviewer", "reason", "id")]
    assert noted == ["rejected", "'=ada", "unnatural", str(one.id)]
    assert {(row["status"], row["origin"]) for row in rows.values()} == {("rejected", "imported"), ("accepted", "seed")}


def test_a_row_that_two_accepted_names_both_and_a_first_vote_is_not_told(store: Store, project: Project) -> None:
    share(store, project, 100)
    both, first = pending(store, project, "take me to bern", "take me to oslo")
    for example, reviewer in ((both, "ada"), (both, "ben"), (first, "ada")):
        decided(store, example, "reject", by=reviewer, reason="unnatural")
    data = matching_csv(store, project.id, ExampleFilter(seeds=False)).decode("utf-8-sig")
    rows = {row["text"]: (row["status"], row["reviewer"], row["reason"]) for row in csv.DictReader(data.splitlines())}
    assert rows == {
        "take me to bern": ("rejected", "ada, ben", "unnatural"),
        "take me to oslo": ("pending", "", ""),
    }


def test_other_statuses_are_left_out(store: Store, project: Project, candidates: None) -> None:
    data = matching_csv(store, project.id, ExampleFilter(status="accepted"))
    assert len(read_upload("again.csv", data, intent=None, language="en", schema=None).lines) == 2


def test_a_download_is_bounded(
    store: Store, project: Project, candidates: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.matching_csv.MAX_ROWS", 3)
    assert len(matching_csv(store, project.id, ExampleFilter()).splitlines()) == 4


def test_the_file_is_called_after_the_project() -> None:
    assert csv_name("../Travel & more") == "Travel-more.csv"
