"""A history as CSV and as JSONL."""

from __future__ import annotations

import csv
import io
import json
import uuid

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Span, Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.history import Entry, HistoryFilter, stream_history
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import share
from tests.ui.conftest import HOSTILE
from ui.history_files import csv_lines, jsonl_lines


def decided(store: Store, project: Project) -> list[Entry]:
    """A correction and, before it, the rejection of a hostile text by somebody with a hostile name."""
    formula, plain = pending(store, project, "=cmd()", "to oslo")
    corrected = Utterance("to oslo now", "book_trip", "en", (Span(3, 7, "city"),))
    with store.write() as session:
        uids = [str(uuid.uuid4()) for _ in range(2)]
        decide(project.id, DecisionCreate(formula.id, 1, "reject", uids[0], "@other", "=ada"), session=session)
        decide(project.id, DecisionCreate(plain.id, 1, "edit", uids[1], utterance=corrected), session=session)
        return list(stream_history(project.id, HistoryFilter(), session=session))


def test_a_cell_never_begins_a_formula(store: Store, project: Project) -> None:
    text = "".join(csv_lines(decided(store, project)))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["action"] for row in rows] == ["edit", "reject"]
    assert (rows[0]["before"], rows[0]["after"]) == ("to oslo", "to [city : oslo] now")
    assert rows[0]["changed"] == "pending → accepted; text to oslo → to oslo now; slots none → city: oslo"
    assert (rows[1]["reviewer"], rows[1]["reason"], rows[1]["before"]) == ("'=ada", "'@other", "'=cmd()")
    assert not any(value.startswith(("=", "@", "+", "-")) for row in rows for value in row.values())


def test_each_line_is_json_of_its_own(store: Store, project: Project) -> None:
    lines = "".join(jsonl_lines(decided(store, project))).splitlines()
    assert [json.loads(line)["reviewer"] for line in lines] == ["", "=ada"]
    assert HOSTILE[2] == json.loads(lines[1])["before"]["text"]


def test_neither_file_says_what_an_open_vote_says(store: Store, project: Project) -> None:
    share(store, project, 100)
    (row,) = pending(store, project, "to oslo")
    corrected = Utterance("off to oslo", "cancel_trip")
    with store.write() as session:
        uid = str(uuid.uuid4())
        decide(project.id, DecisionCreate(row.id, 1, "edit", uid, reviewer="ada", utterance=corrected), session=session)
        entries = list(stream_history(project.id, HistoryFilter(), session=session))
    (told,) = csv.DictReader(io.StringIO("".join(csv_lines(entries)).removeprefix("\ufeff")))
    assert (told["action"], told["before"], told["after"], told["intent"]) == (
        "vote",
        "to oslo",
        "to oslo",
        "book_trip",
    )
    written = "".join([*csv_lines(entries), *jsonl_lines(entries)])
    assert not [word for word in ("off to oslo", "cancel_trip", "edit", "accepted") if word in written]
