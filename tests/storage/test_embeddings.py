"""Vectors: missing, out of date, kept."""

from __future__ import annotations

import uuid

from backend.domain.decision import DecisionCreate
from backend.domain.utterance import Utterance
from storage.decisions import decide
from storage.embeddings import Unembedded, count_to_embed, load_vectors, save_embeddings, to_embed, vectors_of
from storage.engine import Store
from storage.projects import delete_project
from storage.tables import Example, Insight, Project
from tests.conftest import pending

ONE, TWO = b"\x00\x3c\x00\x00", b"\x00\x00\x00\x3c"


def lacking(
    store: Store, project: Project, encoder: str = "e@1", *, is_pending: bool = True, after: int = 0
) -> list[str]:
    with store.read() as session:
        rows = to_embed(project.id, encoder, pending=is_pending, after=after, limit=10, session=session)
    return [row.text for row in rows]


def embed(store: Store, project: Project, rows: tuple[Example, ...], vector: bytes = ONE, encoder: str = "e@1") -> int:
    given = [(Unembedded(row.id, row.text, row.fingerprint), vector) for row in rows]
    with store.write() as session:
        return save_embeddings(project.id, encoder, given, session=session)


def test_what_has_no_vector_is_listed_pending_and_decided_apart(store: Store, project: Project) -> None:
    one, two = pending(store, project, "one", "two")
    assert lacking(store, project) == ["one", "two"]
    assert lacking(store, project, after=one.id) == ["two"]
    assert lacking(store, project, is_pending=False) == ["take me to rome on monday", "i want a weekend in oslo"]
    assert embed(store, project, (one,)) == 1
    assert lacking(store, project) == ["two"]
    assert lacking(store, project, "e@2") == ["one", "two"]
    with store.read() as session:
        assert count_to_embed(project.id, "e@1", session=session) == 3
        assert vectors_of([one.id, two.id], "e@1", session=session) == {one.id: ONE}
        assert vectors_of([one.id], "e@2", session=session) == {}


def test_a_changed_text_is_out_of_date_until_it_is_embedded_again(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    embed(store, project, (one,))
    better = DecisionCreate(one.id, 1, "edit", str(uuid.uuid4()), utterance=Utterance("one seat", "book_trip"))
    with store.write() as session:
        decide(project.id, better, session=session)
    assert "one seat" in lacking(store, project, is_pending=False)
    assert embed(store, project, (one,), TWO) == 0, "the vector of the old text is no longer wanted"
    with store.read() as session:
        assert vectors_of([one.id], "e@1", session=session) == {}
        assert load_vectors(project.id, "e@1", "accepted", "en", session=session).ids == ()


def test_saving_again_replaces_the_vector_and_what_was_found_out_without_it(store: Store, project: Project) -> None:
    (one,) = pending(store, project, "one")
    with store.write() as session:
        session.add(Insight(example_id=one.id, fingerprint=one.fingerprint))
    embed(store, project, (one,), ONE)
    embed(store, project, (one,), TWO)
    with store.read() as session:
        stored = load_vectors(project.id, "e@1", "pending", "en", session=session)
        assert (stored.ids, stored.intents, stored.vectors) == ((one.id,), ("book_trip",), (TWO,))
        assert session.get(Insight, one.id) is None


def test_vectors_of_a_project_that_went_meanwhile_are_not_kept(store: Store, project: Project) -> None:
    rows = pending(store, project, "one")
    with store.write() as session:
        delete_project(project.id, session=session)
    assert embed(store, project, rows) == 0
