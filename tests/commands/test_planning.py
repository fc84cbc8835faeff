"""Plans on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_cli import run


@pytest.fixture
def travel(obedient: str, tmp_path: Path) -> str:
    """Two intents, the first with two seeds and a target of six, the second without any of either."""
    run("project", "create", "Travel", "--teacher", obedient)
    run("schema", "Travel", "--intent", "book_trip", "--slot", "city", "--slot", "day")
    run("schema", "Travel", "--intent", "cancel_trip")
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("take me to [city : rome] on [day : monday]\na weekend in [city : oslo]\n")
    run("import", "Travel", str(seeds), "--intent", "book_trip", "--as", "seeds")
    run("target", "Travel", "--intent", "book_trip", "--count", "6")
    return "Travel"


def test_a_plan_is_shown_then_carried_out_as_one(travel: str) -> None:
    asked = ("plan", travel, "--method", "linguist", "--method", "grammar", "--seed", "7")
    shown = run(*asked, "--dry-run")
    assert [(one["intent"], one["target"], one["missing"]) for one in shown["cells"]] == [
        ("book_trip", 6, 4),
        ("cancel_trip", 0, 0),
    ]
    assert shown["outputs"] == shown["needed"] == sum(one["count"] for one in shown["requests"])
    assert {one["method"] for one in shown["requests"]} == {"linguist", "grammar"}
    assert shown["estimate"]["by_rule"] + shown["estimate"]["outputs"] == shown["outputs"]
    assert run("candidates", travel)["total"] == 0
    made = run(*asked)
    assert made["requests"] == shown["requests"]
    assert (made["status"], made["raw"], made["jobs"]) == ("done", shown["outputs"], 2)
    assert run("candidates", travel)["total"] == made["kept"] > 0
    assert run(*asked)["outputs"] < made["outputs"], "what waits for review counts"


def test_a_total_goes_to_intents_without_a_target_too_and_bad_choices_are_refused(travel: str) -> None:
    shown = run("plan", travel, "--total", "50", "--language", "en", "--language", "French", "--dry-run")
    assert shown["outputs"] == 50
    assert {(one["intent"], one["language"]) for one in shown["requests"]} >= {
        ("book_trip", "fr"),
        ("cancel_trip", "en"),
        ("cancel_trip", "fr"),
    }
    assert run("plan", travel, "--intent", "cancel_trip")["outputs"] == 0
    assert "unknown intent 'fly'" in run("plan", travel, "--intent", "fly", code=1)["error"]
    assert "unknown method 'telepathy'" in run("plan", travel, "--method", "telepathy", code=1)["error"]
    assert "outputs of a plan 0" in run("plan", travel, "--total", "0", code=1)["error"]
