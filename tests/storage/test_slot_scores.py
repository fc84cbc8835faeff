"""Scores of slots by students that were trained without an example: kept, asked for, out of date."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.utterance import Span, Utterance
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.slot_scores import SlotScored, drop_slot_scores, save_slot_scores, slot_scores_of
from storage.tables import Example, Project
from tests.postgres import on_both
from tests.storage.reviewing import decided

ROME, OSLO = (Span(3, 7, "city"),), (Span(3, 7, "city"),)


def waiting(store: Store, project: Project) -> Sequence[Example]:
    with store.write() as session:
        utterances = [Utterance("to rome", "book_trip", "en", ROME), Utterance("to oslo", "book_trip", "en", OSLO)]
        added = add_examples(
            project.id, utterances, origin="imported", status="pending", provenance={}, session=session
        )
        return added.examples


def score(row: Example, probability: float | None, *, spans: Sequence[Sequence[object]] | None = None) -> SlotScored:
    columns = {"slot": "city", "word": "rome", "given": "city", "likeliest": "day", "confidence": 0.8}
    held = row.spans if spans is None else spans
    told = None if probability is None else {"probability": probability, **columns}
    return SlotScored(row.id, row.text, row.intent, held, told)


def keep(store: Store, project: Project, *some: SlotScored) -> int:
    with store.write() as session:
        return save_slot_scores(project.id, some, session=session)


def known(store: Store, *rows: Example) -> dict[str, float]:
    texts = {row.id: row.text for row in rows}
    with store.read() as session:
        return {texts[id_]: one.probability for id_, one in slot_scores_of(list(texts), session=session).items()}


def below(store: Store, project: Project, probability: float, status: str = "pending") -> list[str]:
    with store.read() as session:
        wanted = ExampleFilter(status=status, below_slot_score=probability)
        return [row.text for row in find_examples(project.id, wanted, limit=99, session=session)]


@on_both
def test_a_slot_score_is_replaced_and_removed_and_only_kept_of_the_spans_it_is_of(
    store: Store, project: Project
) -> None:
    one, two = waiting(store, project)
    assert keep(store, project, score(one, 0.2), score(two, 0.3, spans=((3, 7, "day"),))) == 1
    assert known(store, one, two) == {"to rome": 0.2}
    assert (below(store, project, 0.2), below(store, project, 0.21)) == ([], ["to rome"])
    assert keep(store, project, score(one, None), score(two, 0.4, spans=((3, 7, "city"),))) == 1
    assert known(store, one, two) == {"to oslo": 0.4}
    with store.write() as session:
        drop_slot_scores(project.id, session=session)
    assert known(store, one, two) == {}


def test_a_slot_score_of_earlier_spans_counts_no_more_and_that_of_an_accepted_one_does(
    store: Store, project: Project
) -> None:
    one, two = waiting(store, project)
    keep(store, project, score(one, 0.05), score(two, 0.05))
    decided(store, one, "edit", edit=Utterance("to rome", "book_trip"))
    decided(store, two, "accept")
    assert (below(store, project, 0.5, "accepted"), known(store, one, two)) == (["to oslo"], {"to oslo": 0.05})
