from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import (
    add_examples,
    count_by_intent,
    count_by_slot,
    count_examples,
    find_examples,
    stream_decided,
)
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.conftest import pending
from tests.postgres import on_both
from tests.storage.reviewing import decided, share

pytestmark = on_both

ODD = ("<script>alert(1)</script>", "![x](http://example.org/x.png)", "=cmd()", "שלום עולם", "100% _sure_")


def test_an_unknown_slot_is_refused_and_nothing_of_the_lot_is_added(store: Store, project: Project) -> None:
    lot = [Utterance("fine", "book_trip"), Utterance("to bergen", "book_trip", "en", (Span(3, 9, "town"),))]
    with pytest.raises(InvalidValue, match="unknown slot 'town'"), store.write() as session:
        add_examples(project.id, lot, origin="seed", status="accepted", provenance={}, session=session)
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(), session=session) == 2


def test_the_same_text_in_other_case_is_a_duplicate_but_not_in_another_language(store: Store, project: Project) -> None:
    lot = [Utterance("Take me to ROME, on Monday!", "book_trip"), Utterance("oslo", "book_trip", "de")]
    with store.write() as session:
        added = add_examples(project.id, lot, origin="seed", status="accepted", provenance={}, session=session)
    assert [row.text for row in added.examples] == ["oslo"]
    assert [utterance.text for utterance in added.duplicates] == ["Take me to ROME, on Monday!"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_stored_and_found_as_they_are(store: Store, project: Project, text: str) -> None:
    pending(store, project, *ODD)
    with store.read() as session:
        found = find_examples(project.id, ExampleFilter(search=text), session=session)
    assert [row.text for row in found] == [text]


def test_filters_and_counts_agree(store: Store, project: Project) -> None:
    pending(store, project, "one", "two")
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(slot="day"), session=session) == 1
        assert count_by_intent(project.id, ExampleFilter(status="pending"), session=session) == {"book_trip": 2}
        assert count_by_slot(project.id, ExampleFilter(), session=session) == {"city": 2, "day": 1}
        assert count_examples(project.id, ExampleFilter(seeds=False), session=session) == 2


def test_a_large_result_is_streamed_in_the_order_of_arrival(store: Store, project: Project) -> None:
    texts = [f"number {n}" for n in range(1200)]
    pending(store, project, *texts)
    with store.read() as session:
        rows = stream_decided(project.id, ExampleFilter(seeds=False), session=session)
        assert [example.text for example, _decision in rows] == texts


def test_what_was_decided_is_streamed_with_the_decision_that_stands(store: Store, project: Project) -> None:
    share(store, project, 100)
    voted, agreed = pending(store, project, "one", "two")
    for row, people in ((voted, ["ada"]), (agreed, ["ada", "ben"])):
        for person in people:
            decided(store, row, "reject", by=person)
        decided(store, row, "flag", by="cleo")
    with store.read() as session:
        rows = list(stream_decided(project.id, ExampleFilter(seeds=False), session=session))
    assert rows[0][1] is None, "one vote decides nothing"
    assert rows[1][1] is not None
    assert (rows[1][1].action, rows[1][1].reviewer) == ("reject", "ben")
