from __future__ import annotations

from storage.engine import Store
from storage.tables import Project
from tests.commands.running import run
from tests.conftest import pending
from tests.storage.reviewing import decided


def test_the_share_is_chosen_and_the_agreement_told(store: Store, project: Project) -> None:
    rows = pending(store, project, "to oslo", "to rome", "to lima")
    assert run("share", "Travel", "--percent", "100") == {"project": "Travel", "shared_percent": 100}
    for row, by_ben in zip(rows, ("accept", "reject", "reject"), strict=True):
        decided(store, row, "reject" if row.text == "to lima" else "accept", by="ada")
        decided(store, row, by_ben, by="ben")
    said = run("agreement", "Travel")
    counts = {name: said[name] for name in ("shared_percent", "judged_by_two", "agreed", "disagreed", "settled")}
    assert counts == {"shared_percent": 100, "judged_by_two": 3, "agreed": 2, "disagreed": 1, "settled": 0}
    assert round(said["decision_kappa"]["value"], 3) == 0.4
    assert said["intent_kappa"]["why"].startswith("Undefined")


def test_a_share_that_cannot_be_is_refused(project: Project) -> None:
    assert "Give 0 to 100" in run("share", "Travel", "--percent", "101", code=1)["error"]
