"""Deciding on many, targets, progress and history on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backend.domain.request import Request
from backend.teacher.packaged import DEFAULT_TEACHER
from cli import app
from storage.engine import Store
from storage.jobs import create_job
from storage.tables import Project
from tests.commands.running import run


@pytest.fixture
def travel(obedient: str, tmp_path: Path) -> str:
    """Four candidates of book_trip, two of them with a city."""
    run("project", "create", "Trips", "--teacher", obedient)
    run("schema", "Trips", "--intent", "book_trip", "--slot", "city", "--slot", "day")
    lines = tmp_path / "lines.txt"
    lines.write_text("to [city : rome]\nto [city : oslo] [day : today]\na trip [day : today]\ncall me\n")
    assert run("import", "Trips", str(lines), "--intent", "book_trip", "--as", "candidates")["added"] == 4
    return "Trips"


def test_many_are_decided_told_and_taken_back_one_by_one(travel: str) -> None:
    assert "not confirmed" in run("decide-all", travel, "--slot", "city", "--accept", code=1)["error"]
    assert "unknown slot 'town'" in run("decide-all", travel, "--slot", "town", "--accept", "--yes", code=1)["error"]
    made = run("decide-all", travel, "--slot", "city", "--accept", "--reviewer", "ada", "--yes")
    assert (made["decided"], made["shared"]) == (2, 0)
    told = run("history", travel, "--reviewer", "ada", "--at-once")
    assert (told["total"], {one["bulk_uid"] for one in told["decisions"]}) == (2, {made["bulk"]})
    latest = told["decisions"][0]
    assert run("undo", travel, "--decision", str(latest["id"])) == {
        "id": latest["example"],
        "status": "pending",
        "undone": latest["id"],
    }
    assert "undone already" in run("undo", travel, "--decision", str(latest["id"]), code=1)["error"]
    of_example = run("history", travel, "--example", str(latest["example"]))
    assert [one["action"] for one in of_example["decisions"]] == ["undo", "accept"]
    assert run("candidates", travel, "--slot", "city")["total"] == 1


def test_of_two_who_judge_one_each_vote_is_told_as_one_once_both_are_given(travel: str) -> None:
    run("share", travel, "--percent", "100")
    (first, *_) = run("candidates", travel)["candidates"]

    def told() -> list[str]:
        lines = CliRunner().invoke(app, ["history", travel]).stdout.splitlines()
        return [line.split("\t")[3] for line in lines]

    run("decide", travel, "--id", str(first["id"]), "--reject", "--reviewer", "ada")
    assert told() == ["vote"]
    run("decide", travel, "--id", str(first["id"]), "--accept", "--reviewer", "ben")
    assert told() == ["accept (vote)", "reject (vote)"]
    run("undo", travel)
    assert told() == ["undo", "accept (vote) (undone)", "vote"]


def test_what_was_decided_at_once_is_undone_at_once(travel: str) -> None:
    run("decide-all", travel, "--reject", "--reason", "unnatural", "--yes")
    assert run("candidates", travel)["total"] == 0
    assert run("undo", travel, "--all")["others"] == 3
    assert run("candidates", travel)["total"] == 4


def test_many_are_chosen_by_all_that_candidates_are_listed_by(travel: str) -> None:
    some = ("--language", "en", "--doubt", "none", "--not-flagged", "--no-duplicates", "--method", "import")
    for narrowed in (["--language", "de"], ["--doubt", "some"], ["--flagged"], ["--duplicates"]):
        assert run("candidates", travel, *narrowed)["total"] == 0
        assert "nothing pending" in run("decide-all", travel, *narrowed, "--accept", "--yes", code=1)["error"]
    for command in (["candidates", travel], ["decide-all", travel, "--accept", "--yes"]):
        assert "no job 'gone'" in run(*command, "--job", "gone", code=1)["error"]
        assert "unknown intent 'book'" in run(*command, "--intent", "book", code=1)["error"]
        assert "doubt 'much'" in run(*command, "--doubt", "much", code=1)["error"]
    assert run("decide-all", travel, *some, "--slot", "city", "--accept", "--yes")["decided"] == 2


def test_a_generation_of_another_project_is_refused(travel: str, store: Store, project: Project) -> None:
    with store.write() as session:
        job, _new = create_job(project.id, Request("book_trip"), teacher="t", sampling={}, session=session)
    for command in (["candidates", travel], ["decide-all", travel, "--reject", "--yes"]):
        assert f"no job of this project '{job.uid}'" in run(*command, "--job", job.uid, code=1)["error"]


def test_a_reviewer_is_called_the_same_whatever_command_he_uses(travel: str) -> None:
    run("decide-all", travel, "--slot", "city", "--accept", "--reviewer", " ada\t", "--yes")
    run("undo", travel, "--all", "--reviewer", "\tada ")
    told = run("history", travel)["decisions"]
    assert {(one["action"], one["reviewer"]) for one in told} == {("accept", "ada"), ("undo", "ada")}


def test_targets_stand_in_the_progress(travel: str) -> None:
    run("decide-all", travel, "--search", "call", "--reject", "--reason", "unnatural", "--yes")
    run("target", travel, "--intent", "book_trip", "--count", "8")
    targets = run("target", travel, "--intent", "book_trip", "--slot", "day", "--count", "3")["targets"]
    assert [(one["slot"], one["count"]) for one in targets] == [("", 8), ("day", 3)]
    told = run("progress", travel)
    assert [(one["slot"], one["pending"], one["missing"]) for one in told["coverage"]] == [
        ("", 3, 8),
        ("city", 2, 0),
        ("day", 2, 3),
    ]
    assert [(one["decisions"], one["rejected"]) for one in told["reviewers"]] == [(1, 1)]
    assert (
        "does not hold 'seat'"
        in run("target", travel, "--intent", "book_trip", "--slot", "seat", "--count", "1", code=1)["error"]
    )


@pytest.mark.parametrize("number", ["-1", "99999999999999999999"])
def test_numbers_that_no_database_takes_are_refused(travel: str, number: str) -> None:
    for command, name in (
        (["candidates", travel, "--limit", number], "limit"),
        (["candidates", travel, "--offset", number], "offset"),
        (["decide", travel, "--accept", "--id", number], "id"),
        (["undo", travel, "--decision", number], "decision"),
        (["history", travel, "--limit", number], "limit"),
        (["history", travel, "--example", number], "example"),
        (["history", travel, "--before", number], "before"),
    ):
        assert run(*command, code=1)["error"] == f"{name} {number}. Give 0 to 2,147,483,647."
    assert run("history", travel)["total"] == 0


def test_an_action_that_there_is_not_is_refused(travel: str) -> None:
    refused = run("history", travel, "--action", "accepted", code=1)["error"]
    assert refused == "unknown action 'accepted'. Use one of: accept, reject, edit, skip, flag, undo."
    assert run("history", travel, "--action", "undo")["total"] == 0


def test_a_project_is_not_deleted_where_nobody_can_be_asked(travel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    refused = run("project", "delete", travel, code=1)["error"]
    assert refused == "deletion of a project, not confirmed 'Trips'. Give --yes."
    assert run("project", "delete", travel, "--yes")["deleted"] == "Trips"
    assert run("project", "list")["projects"] == []


def test_an_error_is_json_also_where_its_value_is_no_number(travel: str) -> None:
    refused = run("generate", travel, "--intent", "book_trip", "--temperature", "nan", code=1)
    assert (refused["problem"], refused["value"]) == ("temperature", "nan")
    refused = run("generate", travel, "--intent", "book_trip", "--wording", "1", code=1)
    assert (refused["problem"], refused["value"]) == ("share of the examples' wording", 1.0)


def test_more_new_values_are_refused_where_nobody_would_list_them(travel: str) -> None:
    refused = run("generate", travel, "--intent", "book_trip", "--more-new-values", code=1)
    assert (refused["problem"], refused["value"]) == ("more new values, which nobody would list", "linguist")
    asked = ("generate", travel, "--intent", "book_trip", "--teacher", DEFAULT_TEACHER, "--more-new-values")
    assert run(*asked, "--estimate")["outputs"] == 20
