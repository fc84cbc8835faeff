"""Plans on the command line."""

from __future__ import annotations

import pytest

from storage.engine import Store
from storage.tables import Project
from storage.targets import set_targets
from tests.commands.running import run


@pytest.fixture
def travel(store: Store, project: Project) -> str:
    """Two intents, the first with two seeds and a target of six, the second without any of either."""
    with store.write() as session:
        set_targets(project.id, {("book_trip", ""): 6}, session=session)
    return project.name


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
    assert run(*asked, "--dry-run")["outputs"] < made["outputs"], "what waits for review counts"
    assert run("candidates", travel, "--plan", made["plan"])["total"] == made["kept"]
    assert run("decide-all", travel, "--plan", made["plan"], "--reject", "--yes")["decided"] == made["kept"]
    assert "no plan" in run("candidates", travel, "--plan", "gone", code=1)["error"]
    assert run("plan", travel, "--go-on", made["plan"], "--dry-run")["outputs"] == 0


def test_a_total_goes_to_intents_without_a_target_too_and_bad_choices_are_refused(travel: str) -> None:
    shown = run("plan", travel, "--total", "50", "--language", "en", "--language", "French", "--dry-run")
    assert shown["outputs"] == 50
    assert {(one["intent"], one["language"]) for one in shown["requests"]} >= {
        ("book_trip", "fr"),
        ("cancel_trip", "en"),
        ("cancel_trip", "fr"),
    }
    assert run("plan", travel, "--intent", "cancel_trip", "--dry-run")["outputs"] == 0
    for choice, error in (
        (("--intent", "fly"), "unknown intent 'fly'"),
        (("--method", "telepathy"), "unknown method 'telepathy'"),
        (("--total", "0"), "outputs of a plan 0"),
        (("--temperature", "3"), "temperature 3"),
        (("--wording", "1"), "share of the examples' wording 1"),
        (("--more-new-values", "--total", "8"), "more new values, which nobody would list 'linguist'"),
    ):
        assert error in run("plan", travel, *choice, "--dry-run", code=1)["error"]
