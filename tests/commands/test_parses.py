"""The schema of parses from the command line, in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from backend.domain.errors import TeachsetError
from cli import app

SEEDS = "(ORDER a (DRINK tea ) please )\n(ORDER two (DRINK colas ) )\n"


def run(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*arguments, "--json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.output.splitlines()[-1])


@pytest.fixture
def snacks(obedient: str, tmp_path: Path) -> str:
    form = ("--kind", "parses", "--form", "top", "--brackets", "round")
    assert run("project", "create", "Snacks", *form, "--teacher", obedient)["kind"] == "parses"
    seeds = tmp_path / "seeds.txt"
    seeds.write_text(SEEDS, encoding="utf-8")
    with pytest.raises(TeachsetError, match="2 of 2 lines are bad"):
        run("import", "Snacks", str(seeds))
    assert run("import", "Snacks", str(seeds), "--add-labels")["added"] == 2
    return "Snacks"


def test_candidates_and_labels_are_shown_as_parses(snacks: str) -> None:
    shown = run("candidates", snacks, "--status", "accepted")["candidates"]
    assert [one["parse"] for one in shown] == SEEDS.splitlines()
    assert "spans" not in shown[0]
    for label, found in (("DRINK", 2), ("ORDER", 2)):
        assert run("candidates", snacks, "--status", "accepted", "--label", label)["total"] == found
    with pytest.raises(TeachsetError, match="unknown label 'FOOD'"):
        run("candidates", snacks, "--label", "FOOD")
    assert run("parses", snacks)["labels"][0]["nests"] == ["DRINK"]


def test_values_and_meanings_are_added_and_the_rest_is_changed_by_a_file(snacks: str, tmp_path: Path) -> None:
    held = run("parses", snacks, "--value", "DRINK=iced tea", "--meaning", "DRINK=what is drunk")
    assert held["labels"][1] | {"nests": []} == {
        "name": "DRINK",
        "description": "what is drunk",
        "nests": [],
        "holds_value": True,
        "catalogue": ["iced tea"],
    }
    file = tmp_path / "parses.json"
    file.write_text(json.dumps(held | {"depth": 5}), encoding="utf-8")
    assert run("parses", snacks, "--set", str(file))["depth"] == 5
    for given, said in [("FOOD=pie", "unknown label 'FOOD'"), ("DRINK", "not LABEL=words"), ("ORDER=x", "no value")]:
        with pytest.raises(TeachsetError, match=said):
            run("parses", snacks, "--value", given)
    assert run("parses", snacks)["depth"] == 5


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "trees"), "unknown kind of project 'trees'. Use slots or parses."),
        (("--kind", "parses", "--form", "tree"), "unknown form of parses 'tree'"),
        (("--kind", "parses", "--brackets", "curly"), "unknown brackets 'curly'"),
    ],
)
def test_a_project_of_an_unknown_kind_is_not_made(obedient: str, options: tuple[str, ...], said: str) -> None:
    with pytest.raises(TeachsetError) as refused:
        run("project", "create", "Snacks", *options, "--teacher", obedient)
    assert said in str(refused.value)
    assert run("project", "list")["projects"] == []


def test_a_project_of_slots_has_no_parses_to_show(obedient: str) -> None:
    run("project", "create", "Travel", "--teacher", obedient)
    with pytest.raises(TeachsetError, match="project of slots, which has no parses 'Travel'"):
        run("parses", "Travel")
    with pytest.raises(TeachsetError, match="labelled with slots: use --slot"):
        run("candidates", "Travel", "--label", "city")


def test_methods_say_which_kind_of_project_they_are_for() -> None:
    kinds = {one["name"]: one["kind"] for one in run("methods")["methods"]}
    assert kinds["linguist"] == "slots"
    of_parses = {name for name, kind in kinds.items() if kind == "parses"}
    assert of_parses == {"clasp-rs", "clasp-ts", "clasp-gb", "clasp-tb", "recombine"}


def test_a_target_of_a_label_is_set_planned_for_and_asked_for_alone(snacks: str) -> None:
    held = run("target", snacks, "--intent", "ORDER", "--slot", "DRINK", "--count", "5")["targets"]
    assert held == [{"intent": "ORDER", "slot": "DRINK", "count": 5}]
    with pytest.raises(TeachsetError, match="label that intent ORDER does not hold 'ORDER'"):
        run("target", snacks, "--intent", "ORDER", "--slot", "ORDER", "--count", "5")
    (_whole, drink) = run("progress", snacks)["coverage"]
    assert (drink["slot"], drink["accepted"], drink["missing"]) == ("DRINK", 2, 3)
    shown = run("plan", snacks, "--method", "clasp-rs", "--dry-run")
    assert [(one["slots"], one["accepted"]) for one in shown["requests"]] == [(["DRINK"], 2)]
    asked = ("generate", snacks, "--intent", "ORDER", "--method", "clasp-rs", "--estimate", "-n", "2")
    assert run(*asked, "--include", "DRINK=*")["outputs"] == 2
    for given, said in [("DRINK=tea", "value for the label DRINK of a parse"), ("FOOD=*", "unknown label 'FOOD'")]:
        with pytest.raises(TeachsetError, match=said):
            run(*asked, "--include", given)
