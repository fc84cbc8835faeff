"""A project of parses on the pages: made, filled with seeds, its labels changed; nothing that is for slots breaks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Include
from backend.domain.utterance import Utterance
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.jobs import finish_job, requests_of
from storage.parse_schemas import load_parses, parses_as_json, store_parses
from storage.plans import jobs_of_plan, list_plans
from storage.projects import create_project, project_named
from storage.schemas import load_schema, put_schema
from storage.tables import Project
from storage.targets import set_targets, targets_of
from tests.ui.conftest import OpenPage, texts
from tests.ui.pages.generating import generate, jobs
from tests.ui.pages.parses import BOOK, TALK
from ui.state import PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_a_project_of_parses(open_page: OpenPage, talks: Project, page: str) -> None:
    app = open_page(page, "Talks")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("page", "said"),
    [("student", "needs 5 accepted examples"), ("prototype", "what may stand inside it is learnt from parses")],
)
def test_what_parses_cannot_have_is_said(open_page: OpenPage, talks: Project, page: str, said: str) -> None:
    assert said in texts(open_page(page, "Talks"))


def test_parses_are_offered_in_the_one_format_that_holds_them(open_page: OpenPage, talks: Project) -> None:
    app = open_page("export", "Talks", format="CoNLL")
    assert "One JSON object a line: text, parse, intent, language, provenance." in texts(app)
    assert not app.segmented_control
    app.button(key="write").click().run()
    assert "1 example written" in app.success[0].value


def test_a_project_of_parses_is_made_and_its_first_seeds_bring_their_labels(open_page: OpenPage, store: Store) -> None:
    app = open_page("projects")
    app.text_input(key="new-project.name").set_value("Snacks")
    app.selectbox(key="new-project.kind").set_value("Parses: every word (top)")
    next(one for one in app.button if one.label == "Create project").click().run()
    app = open_page("schema", "Snacks")
    assert "Nothing to check yet" not in texts(app)
    assert "Nothing to check yet" in texts(app.button(key="check").click().run())
    app.text_area(key="paste.0").set_value("(ORDER a (DRINK tea ) please )\n(ORDER a (DRINK tea )").run()
    assert "inside ORDER: DRINK" in texts(app)
    assert "a bracket that is never closed" in texts(app)
    app.checkbox(key="add-labels").check().run()
    app.button(key="save-reading").click().run()
    with store.read() as session:
        project = project_named("Snacks", session=session)
        (seed,) = find_examples(project.id, ExampleFilter(), session=session)
    assert seed.utterance.parse == read_parse("(ORDER a (DRINK tea ) please )")


@pytest.mark.parametrize("page", ["generate", "plan", "progress"])
def test_without_any_seed_parses_are_asked_for_since_no_intent_can_be_added(
    open_page: OpenPage, store: Store, page: str
) -> None:
    with store.write() as session:
        store_parses(create_project("Bare", teacher="none", session=session).id, ParseSchema("top"), session=session)
    shown = texts(open_page(page, "Bare"))
    assert "seeds with their parses" in shown
    assert "Add an intent" not in shown


def test_deleting_names_the_labels_that_go(open_page: OpenPage, talks: Project) -> None:
    app = open_page("projects")
    next(one for one in app.button if one.label == "Delete").click().run()
    assert "1 intent and 2 labels" in texts(app)


def test_labels_are_changed_as_json_and_a_mistake_is_told(open_page: OpenPage, store: Store, talks: Project) -> None:
    app = open_page("schema", "Talks", part_of_parses="Labels of the parses")
    with store.read() as session:
        held = load_parses(talks.id, session=session)
    told = parses_as_json(held)
    told["labels"][1]["catalogue"] = ["ferns"]
    for typed, said in [("{", "schema of parses that cannot be read"), (json.dumps(told), "2 labels saved.")]:
        app.text_area(key="parse-labels.0").set_value(typed).run()
        app.button(key="save-parse-labels").click().run()
        assert said in texts(app) + " ".join(one.value for one in app.success)
    with store.read() as session:
        assert load_parses(talks.id, session=session).label("SL:TOPIC").catalogue == ("ferns",)


def test_the_generate_page_offers_the_methods_of_parses_and_shows_their_prompt(
    open_page: OpenPage, talks: Project
) -> None:
    app = open_page("generate", "Talks")
    assert app.selectbox(key="method").options == ["recombine", "clasp-rs", "clasp-ts", "clasp-gb", "clasp-tb"]
    app.selectbox(key="method").set_value("clasp-gb").run()
    assert not app.exception
    assert "[IN:FIND [SL:TOPIC moss ] ] => is there a talk on moss" in " ".join(one.value for one in app.code)


def test_an_intent_without_an_accepted_parse_is_nothing_to_order_yet_and_no_error(
    open_page: OpenPage, store: Store, talks: Project
) -> None:
    with store.write() as session:
        schema = load_schema(talks.id, session=session)
        put_schema(talks.id, schema.extended_by(replace(TALK, intent="BOOK", parse=BOOK)), session=session)
    app = open_page("generate", "Talks", intent="BOOK")
    assert not app.error
    assert "This cannot be ordered yet" in app.subheader[0].value
    assert "no accepted parse in English of intent 'BOOK'" in texts(app)
    assert "Write seeds" in [one.proto.label for one in app.main.get("page_link")]
    assert "generate" not in [button.key for button in app.button]
    app.selectbox(key="intent").set_value("FIND").run()
    assert "nothing new can be put together of the accepted parses of 'FIND'" in texts(app)
    app.selectbox(key="method").set_value("clasp-rs").run()
    assert "no other value to put into the accepted parses of FIND" in texts(app)
    assert "Write seeds" not in [one.proto.label for one in app.main.get("page_link")]


def test_labels_are_a_filter_a_column_and_a_part_of_the_coverage(open_page: OpenPage, talks: Project) -> None:
    app = open_page("dataset", "Talks", only_slot="SL:TOPIC")
    assert app.selectbox(key="only_slot").label == "Label"
    assert list(app.dataframe[0].value["Parse"]) == ["[IN:FIND [SL:TOPIC moss ] ]"]
    assert open_page("review", "Talks").selectbox(key="review_slot").options == ["IN:FIND", "SL:TOPIC"]
    app = open_page("progress", "Talks", by_slot="true")
    assert list(app.dataframe[0].value["Label"]) == ["all of it", "SL:TOPIC"]


def test_the_dataset_page_corrects_a_parse_as_text(open_page: OpenPage, store: Store, talks: Project) -> None:
    with store.read() as session:
        (row,) = find_examples(talks.id, ExampleFilter(), session=session)
    app = open_page("dataset", "Talks", example=str(row.id))
    field = app.text_input(key=f"edit-text.{row.id}.1")
    assert field.value == "is there a talk on moss => [IN:FIND [SL:TOPIC moss ] ]"
    app = field.set_value("is there a talk on moss => [IN:FIND [SL:TOPIC fern ] ]").run()
    assert "value of SL:TOPIC that the text does not hold 'fern'" in texts(app)
    app.text_input(key=f"edit-text.{row.id}.1").set_value("is there a talk => [IN:FIND ]").run()
    app.button(key=f"edit.{row.id}.1").click().run()
    with store.read() as session:
        (row,) = find_examples(talks.id, ExampleFilter(), session=session)
    assert row.utterance == Utterance("is there a talk", "FIND", parse=read_parse("[IN:FIND ]"))


def test_targets_of_labels_are_set_for_all_and_show_what_is_missing(
    open_page: OpenPage, store: Store, talks: Project
) -> None:
    app = open_page("progress", "Talks", by_slot="true")
    assert list(app.dataframe[0].value["Label"]) == ["all of it", "SL:TOPIC"]
    assert "of a whole intent, and of a label in it." in texts(app)
    assert app.number_input(key="target-of-slots").label == "For every label of it"
    app.number_input(key="target-of-all").set_value(50)
    app.number_input(key="target-of-slots").set_value(5)
    next(button for button in app.button if button.label == "Set for all").click().run()
    with store.read() as session:
        assert targets_of(talks.id, session=session) == {("FIND", ""): 50, ("FIND", "SL:TOPIC"): 5}
    found = {link.label: link.proto.query_string for link in app.main.get("page_link")}
    assert "See why on Plan" in found, "one accepted parse is too little for a method to start from"
    assert not [label for label in found if label.startswith("Generate ")]


def test_a_plan_of_parses_has_labels_where_others_have_slots(open_page: OpenPage, store: Store, talks: Project) -> None:
    more = [
        Utterance("is there a talk on fern", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC fern ] ]")),
        Utterance("who speaks about ivy", "FIND", parse=read_parse("[IN:FIND [SL:TOPIC ivy ] ]")),
        Utterance("is there any today", "FIND", parse=read_parse("[IN:FIND [SL:WHEN today ] ]")),
    ]
    with store.write() as session:
        put_schema(talks.id, load_schema(talks.id, session=session).extended_by(*more), session=session)
        add_examples(talks.id, more, origin="seed", status="accepted", provenance={}, session=session)
        set_targets(talks.id, {("FIND", "SL:TOPIC"): 6, ("FIND", "SL:WHEN"): 2}, session=session)
    app = open_page("plan", "Talks")
    cells, requests, unable = (frame.value for frame in app.dataframe)
    assert list(cells["Label"]) == ["all of it", "SL:TOPIC", "SL:WHEN"]
    assert list(cells["Missing"])[1:] == [3, 1]
    assert list(requests["Labels"]) == ["SL:TOPIC"]
    assert list(requests["Accepted"]) == [3]
    assert list(unable["Labels"]) == ["SL:WHEN"]
    assert "nothing new can be put together of the accepted parses of 'FIND'" in unable["Why"][0]
    app.button(key="start-plan").click().run()
    assert not app.exception
    with store.write() as session:
        (plan,) = list_plans(talks.id, session=session)
        (job,) = jobs_of_plan(plan.id, session=session)
        finish_job(job.id, "done", session=session)
    assert [one.include for one in requests_of(job)] == [(Include("SL:TOPIC"),)]
    progress = {link.label: link.proto.query_string for link in open_page("progress", "Talks").main.get("page_link")}
    outputs = cells["Outputs"][1]
    assert f"intent=FIND&count={outputs}&labels%3AFIND=SL%3ATOPIC" in progress[f"Generate {outputs}"]
    *_, then = (frame.value for frame in open_page("plan", "Talks").dataframe)
    assert list(then["Label"]) == ["all of it", "SL:TOPIC", "SL:WHEN"]


def test_labels_are_chosen_to_be_included_and_come_from_the_address(
    open_page: OpenPage, store: Store, talks: Project
) -> None:
    app = open_page("generate", "Talks", method="clasp-gb", **{"labels:FIND": "SL:TOPIC"})
    assert app.multiselect(key="labels:FIND").value == ["SL:TOPIC"]
    generate(app)
    (job,) = jobs(store, talks)
    assert requests_of(job)[0].include == (Include("SL:TOPIC"),)
    app.multiselect(key="labels:FIND").set_value([]).run()
    generate(app)
    assert requests_of(jobs(store, talks)[0])[0].include is None
