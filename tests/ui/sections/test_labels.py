"""The dialogs that add, change and delete intents and slots."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from backend.domain.request import Request
from backend.domain.schema import Intent, Schema, Slot
from jobs.generating import order_generation
from storage.engine import Store
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.jobs import set_proposed
from storage.schemas import load_schema
from storage.tables import Project
from storage.targets import set_targets


@pytest.fixture(autouse=True)
def _no_store_of_another_test(data_dir: object) -> None:
    st.cache_resource.clear()


def dialog(which: str, arguments: list[object]) -> None:
    import importlib

    module, name = which.split(":")
    getattr(importlib.import_module(f"ui.sections.{module}"), name)(*arguments)


def opened(which: str, *arguments: object) -> AppTest:
    app = AppTest.from_function(dialog, kwargs={"which": which, "arguments": list(arguments)}, default_timeout=120)
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return "\n".join(element.value for element in app.text)


def schema(store: Store, project: Project) -> Schema:
    with store.read() as session:
        return load_schema(project.id, session=session)


def submit(app: AppTest, form: str, label: str) -> AppTest:
    return app.button(key=f"FormSubmitter:{form}-{label}").click().run()


def test_an_intent_is_added_with_its_slots(store: Store, project: Project) -> None:
    app = opened("intents:add_intent", project.id, schema(store, project))
    app.text_input(key="intent-form.name").set_value("ask_price")
    app.text_area(key="intent-form.description.").set_value("Ask what a trip costs.")
    app.text_input(key="intent-form.slots.").set_value("city,")
    submit(app, "intent-form-", "Save intent")
    assert schema(store, project).intent("ask_price") == Intent("ask_price", "Ask what a trip costs.", ("city",))


def test_an_intent_whose_name_is_taken_is_refused(store: Store, project: Project) -> None:
    before = schema(store, project)
    app = opened("intents:add_intent", project.id, before)
    app.text_input(key="intent-form.name").set_value("book_trip")
    submit(app, "intent-form-", "Save intent")
    assert "there is already an intent 'book_trip'" in shown(app)
    assert schema(store, project) == before


def test_a_name_that_is_no_label_is_refused(store: Store, project: Project) -> None:
    before = schema(store, project)
    app = opened("slots:add_slot", project.id)
    app.text_input(key="slot-form.name").set_value("=cmd()")
    submit(app, "slot-form-", "Save slot")
    assert "not a slot name '=cmd()'" in shown(app)
    assert schema(store, project) == before


def test_a_refused_name_is_taken_as_it_may_be_by_one_click(store: Store, project: Project) -> None:
    app = opened("slots:add_slot", project.id)
    app.text_input(key="slot-form.name").set_value("store name")
    submit(app, "slot-form-", "Save slot")
    assert "not a slot name 'store name'" in shown(app)
    assert "It could be store_name." in shown(app)
    app.button(key="take-near-slot").click().run()
    assert schema(store, project).slot("store_name") == Slot("store_name")


def test_all_refused_names_of_an_intent_are_taken_at_once(store: Store, project: Project) -> None:
    app = opened("intents:add_intent", project.id, schema(store, project))
    app.text_input(key="intent-form.name").set_value("Set Timer!")
    app.text_input(key="intent-form.slots.").set_value("city, day?,")
    submit(app, "intent-form-", "Save intent")
    assert app.button(key="take-near-intent").label == "Take these names and save"
    app.button(key="take-near-intent").click().run()
    assert schema(store, project).intent("set_timer") == Intent("set_timer", "", ("city", "day"))


@pytest.mark.parametrize(("name", "slots"), [("", "city"), ("!!", "city"), ("book_trip", "city,"), ("ok", "7, !")])
def test_nothing_is_offered_where_nothing_is_near_or_names_are_as_they_may_be(
    store: Store, project: Project, name: str, slots: str
) -> None:
    app = opened("intents:add_intent", project.id, schema(store, project))
    app.text_input(key="intent-form.name").set_value(name)
    app.text_input(key="intent-form.slots.").set_value(slots)
    submit(app, "intent-form-", "Save intent")
    assert app.error
    assert "take-near-intent" not in [button.key for button in app.button]


def test_an_intent_is_called_otherwise_with_its_examples(store: Store, project: Project) -> None:
    before = schema(store, project)
    with store.write() as session:
        set_targets(project.id, {("book_trip", "city"): 3}, session=session)
    app = opened("intents:edit_intent", project.id, before, before.intent("book_trip"))
    assert "Under another name: 2 examples and 1 target will say so" in shown(app)
    app.text_input(key="intent-form.name.book_trip").set_value("plan_trip")
    app.text_area(key="intent-form.description.book_trip").set_value("Plan a trip.")
    submit(app, "intent-form-book_trip", "Save intent")
    assert schema(store, project).intents[0] == Intent("plan_trip", "Plan a trip.", ("city", "day"))
    with store.read() as session:
        assert count_examples(project.id, ExampleFilter(intent="plan_trip"), session=session) == 2


def test_a_slot_is_called_otherwise_in_every_intent(store: Store, project: Project) -> None:
    app = opened("slots:edit_slot", project.id, schema(store, project).slot("day"))
    app.text_input(key="slot-form.name.day").set_value("on day")
    submit(app, "slot-form-day", "Save slot")
    assert "not a slot name 'on day'" in shown(app)
    app.button(key="take-near-slot").click().run()
    assert [intent.slots for intent in schema(store, project).intents] == [("city", "on_day"), ("on_day",)]


def test_a_name_that_another_label_has_is_refused(store: Store, project: Project) -> None:
    before = schema(store, project)
    app = opened("intents:edit_intent", project.id, before, before.intent("book_trip"))
    app.text_input(key="intent-form.name.book_trip").set_value("cancel_trip")
    app.text_area(key="intent-form.description.book_trip").set_value("Not stored either.")
    submit(app, "intent-form-book_trip", "Save intent")
    assert "there is already an intent 'cancel_trip'" in shown(app)
    assert schema(store, project) == before


def test_a_name_goes_back_with_what_is_refused_beside_it(store: Store, project: Project) -> None:
    before = schema(store, project)
    app = opened("intents:edit_intent", project.id, before, before.intent("book_trip"))
    app.text_input(key="intent-form.name.book_trip").set_value("plan_trip")
    app.text_input(key="intent-form.slots.book_trip").set_value("day")
    submit(app, "intent-form-book_trip", "Save intent")
    assert "2 examples of intent plan_trip hold the slot 'city'" in shown(app)
    assert schema(store, project) == before


def test_no_button_that_deletes_looks_like_the_usual_one_and_one_leaves_all_as_it_is(
    store: Store, project: Project
) -> None:
    for which, name, key in (("intents", "cancel_trip", "delete-intent"), ("slots", "day", "delete-slot")):
        app = opened(f"{which}:ask_before_deleting", project.id, name)
        assert app.button(key=key).proto.type == "secondary"
        before = schema(store, project)
        app.button(key=f"{key}-cancel").click().run()
        assert schema(store, project) == before


def test_an_intent_keeps_a_slot_that_its_examples_hold(store: Store, project: Project) -> None:
    before = schema(store, project)
    app = opened("intents:edit_intent", project.id, before, before.intent("book_trip"))
    app.text_input(key="intent-form.slots.book_trip").set_value("day")
    submit(app, "intent-form-book_trip", "Save intent")
    assert "2 examples of intent book_trip hold the slot 'city'" in shown(app)
    assert schema(store, project) == before


def test_a_catalogue_has_one_value_a_line(store: Store, project: Project) -> None:
    app = opened("slots:edit_slot", project.id, schema(store, project).slot("city"))
    app.text_area(key="slot-form.description.city").set_value("Where to.")
    app.text_area(key="slot-form.catalogue.city").set_value("lima\n\n  são paulo \nlima")
    submit(app, "slot-form-city", "Save slot")
    assert schema(store, project).slot("city") == Slot("city", "Where to.", ("lima", "são paulo"))


def test_proposed_values_are_taken_into_the_catalogue_by_choice(store: Store, project: Project) -> None:
    with store.write() as session:
        job = session.merge(order_generation(store, project.id, Request("book_trip"))[0])
        set_proposed(job.id, {"city": ["lima", "oslo", "**quito**"]}, session=session)
    app = opened("slots:edit_slot", project.id, schema(store, project).slot("city"))
    offered = app.multiselect(key="slot-form.proposed.city")
    assert offered.options == ["lima", "**quito**"], "oslo is in the catalogue"
    offered.select("lima")
    submit(app, "slot-form-city", "Save slot")
    assert schema(store, project).slot("city").catalogue == ("oslo", "rome", "lima")


def test_a_slot_without_proposed_values_offers_none(store: Store, project: Project) -> None:
    app = opened("slots:edit_slot", project.id, schema(store, project).slot("city"))
    assert not app.multiselect


def test_deleting_an_intent_names_what_goes(store: Store, project: Project) -> None:
    app = opened("intents:ask_before_deleting", project.id, "book_trip")
    assert "2 utterances" in shown(app)
    app.button(key="delete-intent").click().run()
    assert [intent.name for intent in schema(store, project).intents] == ["cancel_trip"]


def test_an_intent_stays_while_its_job_runs(store: Store, project: Project) -> None:
    order_generation(store, project.id, Request("book_trip"))
    app = opened("intents:ask_before_deleting", project.id, "book_trip")
    app.button(key="delete-intent").click().run()
    assert "a job is still writing utterances for intent 'book_trip'" in shown(app)
    assert [intent.name for intent in schema(store, project).intents] == ["book_trip", "cancel_trip"]


def test_a_slot_that_examples_hold_stays(store: Store, project: Project) -> None:
    app = opened("slots:ask_before_deleting", project.id, "city")
    app.button(key="delete-slot").click().run()
    assert "2 examples hold the slot 'city'" in shown(app)
    assert [slot.name for slot in schema(store, project).slots] == ["city", "day"]
