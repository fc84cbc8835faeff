"""Renaming labels by a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import run


@pytest.fixture
def lamp(tmp_path: Path) -> str:
    run("project", "create", "lamp")
    run("schema", "lamp", "--intent", "lights_off", "--slot", "room")
    run("target", "lamp", "--intent", "lights_off", "--count", "10")
    seeds = tmp_path / "seeds.txt"
    seeds.write_text("lights off in the [room : cellar]\nmake it dark\n", encoding="utf-8")
    run("import", "lamp", str(seeds), "--intent", "lights_off")
    return "lamp"


def test_an_intent_and_a_slot_are_renamed(lamp: str) -> None:
    said = run("schema", lamp, "--rename-intent", "lights_off=darken", "--rename-slot", "room = place")
    assert said["renamed"] == [
        {"kind": "intent", "old": "lights_off", "new": "darken", "examples": 2, "targets": 1},
        {"kind": "slot", "old": "room", "new": "place", "examples": 1, "targets": 0},
    ]
    assert [(one["name"], one["slots"]) for one in said["intents"]] == [("darken", ["place"])]
    assert {one["intent"] for one in run("candidates", lamp, "--status", "accepted")["candidates"]} == {"darken"}


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        ("--rename-intent", "lights_off", "Give the old name, = and the new one."),
        ("--rename-intent", "=darken", "Give the old name, = and the new one."),
        ("--rename-slot", "room=the room", "It could be the_room."),
        ("--rename-slot", "door=gate", "no slot 'door'"),
    ],
)
def test_what_cannot_be_renamed_is_refused(lamp: str, option: str, given: str, said: str) -> None:
    assert said in run("schema", lamp, option, given, code=1)["error"]
