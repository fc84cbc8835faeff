"""How often a student is trained again, on the command line."""

from __future__ import annotations

from storage.tables import Project
from tests.commands.running import run


def test_the_number_of_decisions_is_chosen(project: Project) -> None:
    assert run("retrain", "Travel", "--after", "80") == {"project": "Travel", "retrain_after": 80}
    assert "Give 0" in run("retrain", "Travel", "--after", "-1", code=1)["error"]
