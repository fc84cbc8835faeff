"""Near-duplicates among those that share a bucket, which may be out of date."""

from __future__ import annotations

from sqlmodel import col, select

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.utterance import Utterance
from backend.insight.groups import bucket
from jobs.analysis.embedding import embed
from jobs.analysis.grouping import Buckets, group_new
from jobs.analysis.pace import Pace
from jobs.analysis.tools import Tools, row_of
from storage.engine import Store
from storage.examples import add_examples
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import load_schema, put_schema
from storage.tables import Example, Project
from tests.backend.students.hashing import HashingEncoder
from tests.conftest import pending


def test_a_row_is_in_the_bucket_that_it_was_put_into_last(store: Store, project: Project) -> None:
    buckets = Buckets(project.id, store)
    for example_id, key in ((1, 70), (2, 70), (1, 80), (1, 80)):
        buckets.add(example_id, key)
    assert (buckets.of(70), buckets.of(80)) == ([2], [1])


def test_a_row_that_got_the_id_of_another_is_not_taken_for_it(store: Store, project: Project) -> None:
    with store.write() as session:
        other = [Utterance("please take me there now, would you", "cancel_trip")]
        add_examples(project.id, other, origin="imported", status="pending", provenance={}, session=session)
    one, two = pending(
        store, project, "please take me there now, would you all", "please take me there now, would you all two"
    )
    tools = Tools(store, Pace(), HashingEncoder(), None)
    for _ in embed(project.id, tools):
        pass
    buckets = Buckets(project.id, store)
    buckets.add(one.id - 1, hash(bucket(row_of(one))))  # as if it had been a book_trip before
    for _ in group_new(project.id, tools, buckets, [one.id, two.id]):
        pass
    with store.read() as session:
        keys = dict(session.exec(select(Example.id, Example.group_key).where(col(Example.status) == "pending")).all())
    assert keys == {one.id - 1: None, one.id: one.id, two.id: one.id}


ONE, SAME, OTHER = (
    Utterance(
        f"would you please bring one big pizza for all of us tonight, with {said}", "ORDER", parse=read_parse(parse)
    )
    for said, parse in (
        ("ham and no onions", "[ORDER [TOPPING ham ] [NOT [TOPPING onions ] ] ]"),
        ("no onions and ham", "[ORDER [NOT [TOPPING onions ] ] [TOPPING ham ] ]"),
        ("onions and no ham", "[ORDER [TOPPING onions ] [NOT [TOPPING ham ] ] ]"),
    )
)


def test_candidates_with_different_parses_are_no_near_duplicates(store: Store) -> None:
    with store.write() as session:
        snacks = create_project("Snacks", teacher="t", session=session)
        store_parses(snacks.id, ParseSchema("decoupled"), session=session)
        put_schema(snacks.id, load_schema(snacks.id, session=session).extended_by(ONE), session=session)
        rows = [ONE, OTHER, SAME]
        add_examples(snacks.id, rows, origin="imported", status="pending", provenance={}, session=session)
    tools = Tools(store, Pace(), HashingEncoder(), None)
    for _ in embed(snacks.id, tools):
        pass
    for _ in group_new(snacks.id, tools, Buckets(snacks.id, store), [1, 2, 3]):
        pass
    with store.read() as session:
        assert session.exec(select(Example.group_key).order_by(col(Example.id))).all() == [1, None, 1]
