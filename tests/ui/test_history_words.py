"""Decisions of the history in words, the same on every page."""

from __future__ import annotations

import csv
import io

from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.history import HistoryFilter, find_history
from storage.tables import Example, Project
from tests.conftest import pending
from tests.storage.reviewing import decided, share, undone_by
from tests.ui.conftest import OpenPage
from ui.history_files import csv_lines
from ui.history_words import changed, said_of


def told(store: Store, project: Project) -> list[tuple[str, str]]:
    """What was said and what it changed, the newest first."""
    with store.read() as session:
        return [
            (said_of(one), changed(one)) for one in find_history(project.id, HistoryFilter(), limit=9, session=session)
        ]


def shared(store: Store, project: Project) -> Example:
    share(store, project, 100)
    (one,) = pending(store, project, "off to lima")
    return one


def test_votes_that_disagree_leave_the_example_pending_and_say_what_they_were_for(
    store: Store, project: Project
) -> None:
    one = shared(store, project)
    decided(store, one, "accept", by="ada")
    decided(store, one, "reject", by="bob")
    assert told(store, project) == [
        ("reject (vote)", "vote to reject; stays pending"),
        ("accept (vote)", "vote to accept; stays pending"),
    ]
    decided(store, one, "accept", by="cleo", settles=True)
    assert told(store, project)[0] == ("accept", "pending → accepted")


def test_the_vote_that_agrees_with_the_first_decides(store: Store, project: Project) -> None:
    one, corrected = shared(store, project), Utterance("off to lima now", "book_trip")
    decided(store, one, "edit", by="ada", edit=corrected)
    decided(store, one, "edit", by="bob", edit=corrected)
    edit = "vote to accept with text off to lima → off to lima now"
    assert [change for _, change in told(store, project)] == [f"{edit}; pending → accepted", f"{edit}; stays pending"]


def test_an_undone_vote_is_told_as_one_that_was_taken_back(store: Store, project: Project) -> None:
    one = shared(store, project)
    decided(store, one, "accept", by="ada")
    undone_by(store, project, "ada")
    assert told(store, project) == [
        ("undo", "a vote taken back; stays pending"),
        ("accept (vote), undone", "vote to accept; stays pending"),
    ]


def test_history_dataset_and_the_file_say_the_same(open_page: OpenPage, store: Store, project: Project) -> None:
    one = shared(store, project)
    decided(store, one, "accept", by="ada")
    decided(store, one, "reject", by="bob")
    said = ["vote to reject; stays pending", "vote to accept; stays pending"]
    assert list(open_page("history", "Travel").dataframe[0].value["Change"]) == said
    assert list(open_page("dataset", "Travel", example=str(one.id)).dataframe[1].value["Change"]) == said[::-1]
    with store.read() as session:
        lines = list(csv_lines(find_history(project.id, HistoryFilter(), limit=9, session=session)))
    assert [row["changed"] for row in csv.DictReader(io.StringIO("".join(lines).removeprefix("\ufeff")))] == said


def test_of_a_flag_on_what_two_judge_it_says_whose_it_is(store: Store, project: Project) -> None:
    one = shared(store, project)
    for by in ("ada", "ben", "ben"):
        decided(store, one, "flag", by=by)
    assert told(store, project) == [
        ("flag", "own flag set → none"),
        ("flag", "own flag none → set"),
        ("flag", "own flag none → set"),
    ]
