"""Utterances with parses in the lists of the pages: every label of them is drawn."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.candidate import Candidate, Verdict
from backend.domain.decision import DecisionCreate
from backend.domain.parse_notation import read_parse
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import create_job, finish_job
from storage.outputs import store_candidate
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from tests.ui.conftest import OpenPage
from tests.ui.pages.parses import BOOK, TALK


def drawn(app: AppTest) -> str:
    """What the components of a page are told."""
    return "".join(one.proto.json for one in app.get("bidi_component")).replace(", ", ",").replace(": ", ":")


def test_lists_of_utterances_show_every_label(open_page: OpenPage, store: Store, talks: Project) -> None:
    found = '"boxes":[[19,23,"IN:FIND",[[19,23,"SL:TOPIC",[]]]]]'
    ivy = '"IN:FIND",[[3,6,"SL:WHAT",[[3,6,"IN:NAME",[[3,6,"SL:PLANT",[]]]]]]]'
    app = open_page("schema", "Talks", seeds_of="FIND")
    assert drawn(app).count(found) == 1
    app.text_area(key="paste.0").set_value("on ivy => [IN:FIND [SL:WHAT [IN:NAME [SL:PLANT ivy ] ] ] ]").run()
    assert ivy not in drawn(app)
    app.checkbox(key="add-labels").check().run()
    assert ivy in drawn(app)
    with store.read() as session:
        (seed,) = find_examples(talks.id, ExampleFilter(), session=session)
    assert found in drawn(open_page("dataset", "Talks", example=str(seed.id)))


def test_what_a_job_wrote_is_drawn_in_the_colours_of_the_labels(
    open_page: OpenPage, store: Store, talks: Project
) -> None:
    request = Request("FIND", count=1, method="clasp-gb")
    with store.write() as session:
        job, _new = create_job(talks.id, request, teacher="t", sampling={}, session=session)
        fern = Utterance("a talk on ferns", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC ferns ] ]"))
        made = Candidate("a talk on ferns", fern, (Verdict("copy", True),), 0)
        store_candidate(job, made, provenance={}, session=session)
        finish_job(job.id, "done", session=session)
    drawn = json.loads(next(one for one in open_page("generate", "Talks").main.get("bidi_component")).proto.json)
    assert [one["name"] for one in drawn["slots"]] == ["IN:FIND", "SL:TOPIC"]
    boxes = [[10, 15, "IN:FIND", [[10, 15, "SL:TOPIC", []]]]]
    assert drawn["lines"] == [{"text": "a talk on ferns", "spans": [], "boxes": boxes}]


@pytest.mark.parametrize("intent", ["FIND", "BOOK"])
def test_history_draws_a_parse_before_and_after_it_was_changed(
    open_page: OpenPage, store: Store, talks: Project, intent: str
) -> None:
    better = replace(TALK, intent=intent, parse=read_parse(f"[IN:{intent} ]"))
    with store.write() as session:
        book = Utterance("book moss", "BOOK", parse=BOOK)
        put_schema(talks.id, load_schema(talks.id, session=session).extended_by(book), session=session)
        (row,) = find_examples(talks.id, ExampleFilter(), session=session)
        made = DecisionCreate(row.id, row.version, "edit", str(uuid.uuid4()), utterance=better)
        at = decide(talks.id, made, session=session).id
    told = drawn(open_page("history", "Talks", decision=str(at)))
    assert '"boxes":[[19,23,"IN:FIND",[[19,23,"SL:TOPIC",[]]]]],"note":"before"' in told
    assert f'"written":"[IN:{intent} ]","note":"after"' in told
