from __future__ import annotations

import io
from contextlib import redirect_stdout

from backend.domain.utterance import Span, Utterance
from cli import app
from commands.console import answer
from storage.engine import Store
from storage.tables import Project
from tests.commands.running import run
from tests.conftest import pending
from tests.storage.parse_votes import judged_parses
from tests.storage.reviewing import decided


def printed(*arguments: str) -> list[str]:
    said = io.StringIO()
    with redirect_stdout(said):
        assert answer(app, list(arguments)) == 0
    return said.getvalue().splitlines()


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


def test_without_json_the_figures_are_told_by_name(store: Store, project: Project) -> None:
    run("share", "Travel", "--percent", "100")
    (row,) = pending(store, project, "to oslo")
    for reviewer in ("ada", "ben"):
        decided(store, row, "edit", by=reviewer, edit=Utterance("to oslo", "book_trip", "en", (Span(3, 7, "city"),)))
    told = printed("agreement", "Travel")
    assert told[4] == "Slots, F1: 1.00 (n = 1)"
    assert told[5].startswith("ada and ben: 1 of 1; accept or reject, kappa Undefined")
    assert told[5].endswith("; slots, F1 1.00 (n = 1)")


def test_of_parses_the_parses_are_told(store: Store) -> None:
    judged_parses(store)
    told = printed("agreement", "Orders")
    assert told[4:6] == ["Parses, exact match: 0.50 (n = 2)", "Labels of the parses, F1: 0.75 (n = 2)"]
    assert told[6].endswith("; parses, exact match 0.50 (n = 2); labels of the parses, F1 0.75 (n = 2)")


def test_a_share_that_cannot_be_is_refused(project: Project) -> None:
    assert "Give 0 to 100" in run("share", "Travel", "--percent", "101", code=1)["error"]
