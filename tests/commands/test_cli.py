"""The command line as a person or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from jobs.opening import open_store
from jobs.settings import settings
from storage.jobs import job_by_uid, request_of
from tests.commands.running import run


@pytest.fixture
def travel(obedient: str) -> str:
    run("project", "create", "Travel", "--teacher", obedient)
    run("schema", "Travel", "--intent", "book_trip", "--slot", "city", "--slot", "day")
    return "Travel"


def test_one_seed_is_told_as_one(travel: str, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("take me to [city : rome]\n")
    told = CliRunner().invoke(app, ["import", travel, str(seeds), "--intent", "book_trip"])
    assert told.stdout == "Added 1 seed.\n"


def test_the_whole_way_from_seeds_to_an_export(travel: str, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("take me to [city : rome] on [day : monday]\na weekend in [city : oslo]\n")
    assert run("import", travel, str(seeds), "--intent", "book_trip", "--as", "seeds")["added"] == 2
    made = run("generate", travel, "--intent", "book_trip", "--include", "city=*", "--include", "day=friday", "-n", "6")
    assert {name: made[name] for name in ("raw", "kept", "dropped")} == {"raw": 6, "kept": 6, "dropped": {}}
    assert made["tokens"] > 0
    assert made["seconds"] >= 0
    waiting = run("candidates", travel)["candidates"]
    assert len(waiting) == 6
    first = str(waiting[0]["id"])
    assert run("decide", travel, "--id", first, "--accept")["status"] == "accepted"
    assert run("undo", travel)["status"] == "pending"
    assert run("decide", travel, "--id", first, "--accept")["status"] == "accepted"
    run("decide", travel, "--id", str(waiting[1]["id"]), "--reject", "--reason", "unnatural")
    assert "unknown export format 'xml'" in run("export", travel, "--format", "xml", "--out", "x", code=1)["error"]
    exported = run("export", travel, "--format", "jsonl", "--out", str(tmp_path / "out"))
    rows = [json.loads(line) for line in Path(exported["path"]).read_text(encoding="utf-8").splitlines()]
    assert exported["rows"] == len(rows) == 3
    assert [span["slot"] for span in rows[2]["spans"]].count("city") == 1


def test_a_project_is_not_made_with_a_teacher_that_cannot_write() -> None:
    assert "cannot write 'none'" in run("project", "create", "Travel", "--teacher", "none", code=1)["error"]
    assert run("project", "list")["projects"] == []


def test_several_languages_are_written_in_one_go_and_counted_one_by_one(travel: str) -> None:
    asked = ("generate", travel, "--intent", "book_trip", "--include", "city=*", "-n", "4")
    made = run(*asked, "--language", "English", "--language", "fr", "--language", "en")
    assert [(one["language"], one["raw"]) for one in made["jobs"]] == [("en", 4), ("fr", 4)]
    assert (made["raw"], made["status"]) == (8, "done")
    assert made["kept"] == sum(one["kept"] for one in made["jobs"]) == run("candidates", travel)["total"] > 0
    assert "'Klingonish'" in run(*asked, "--language", "Klingonish", code=1)["error"]


def test_an_estimate_is_printed_and_nothing_is_ordered(travel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "1")
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "4")
    remote = "openai:m@http://127.0.0.1:9/v1"
    asked = ("generate", travel, "--intent", "book_trip", "-n", "6", "--estimate")
    expected = run(*asked, "--teacher", remote)
    assert (expected["teacher"], expected["prompts"], expected["outputs"]) == (remote, 2, 6)
    assert 0 < expected["cost"] <= expected["most_cost"]
    assert run(*asked)["cost"] is None
    assert run("candidates", travel)["total"] == 0
    assert run("project", "create", "Far", "--teacher", remote)["project"] == "Far"
    refused = run("project", "create", "Farther", "--teacher", "openai:m@nowhere", code=1)
    assert "openai:MODEL@BASE_URL" in refused["error"]


def test_bad_lines_stop_an_import_unless_told_otherwise(travel: str, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text('text,intent\n"to [city : rome]",book_trip\n"to [town : rome]",book_trip\n')
    refused = run("import", travel, str(file), code=1)
    assert "line 3" in refused["error"] or refused["value"] == 3
    assert run("candidates", travel, "--status", "accepted")["total"] == 0
    taken = run("import", travel, str(file), "--skip-bad")
    assert (taken["added"], [bad["line"] for bad in taken["errors"]]) == (1, [3])


def test_errors_are_json_and_name_the_value(travel: str) -> None:
    assert "'Nowhere'" in run("schema", "Nowhere", code=1)["error"]
    assert "'fly_home'" in run("generate", travel, "--intent", "fly_home", code=1)["error"]
    assert "no-such-teacher" in run("project", "create", "Other", "--teacher", "no-such-teacher", code=1)["error"]
    assert [project["name"] for project in run("project", "list")["projects"]] == ["Travel"]
    assert "no accepted example" in run("export", travel, "--out", "x", code=1)["error"]


def test_a_request_wants_a_grammar_unless_told_otherwise(travel: str) -> None:
    wanted = []
    for more in ([], ["--no-grammar"]):
        uid = run("generate", travel, "--intent", "book_trip", "--include", "city=*", "-n", "1", *more)["job"]
        with open_store(settings()).read() as session:
            wanted.append(request_of(job_by_uid(uid, session=session)).grammar)
    assert wanted == [True, False]


def test_the_demo_is_there_at_once() -> None:
    assert run("demo") == run("demo") == {"project": "Demo restaurant"}
    assert run("schema", "Demo restaurant")["intents"][0]["name"] == "book_table"


def test_methods_are_listed_with_what_they_need() -> None:
    listed = {one["name"]: one for one in run("methods")["methods"]}
    assert listed["linguist"]["teacher"] is listed["linguist"]["tunable"] is True
    assert listed["slot-swap"]["teacher"] is listed["grammar"]["teacher"] is False
    for name, tunable in (("paraphrase", False), ("back-translate", False), ("translate", True), ("clasp-tb", True)):
        assert (listed[name]["teacher"], listed[name]["tunable"]) == (True, tunable)


def test_a_method_without_a_teacher_writes_where_the_projects_teacher_would_fail(travel: str, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("take me to [city : rome] on [day : monday]\na weekend in [city : oslo]\n")
    run("import", travel, str(seeds), "--intent", "book_trip", "--as", "seeds")
    made = run("generate", travel, "--intent", "book_trip", "--method", "slot-swap", "-n", "12")
    assert made["kept"] == 2
    texts = {one["text"] for one in run("candidates", travel)["candidates"]}
    assert texts == {"take me to oslo on monday", "a weekend in rome"}
    with open_store(settings()).read() as session:
        assert job_by_uid(made["job"], session=session).teacher == "none"
