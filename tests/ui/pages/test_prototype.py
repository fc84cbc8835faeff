"""The Prototype page: an intent from its name alone."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Utterance
from backend.teacher.packaged import DEFAULT_TEACHER
from storage.engine import Store
from storage.jobs import finish_job, list_jobs, request_of
from storage.projects import set_teacher
from storage.schemas import load_schema
from storage.tables import Project
from tests.ui.conftest import HOSTILE, OpenPage, texts
from tests.ui.pages.generating import arrive
from ui.sections.prototype_form import COUNT, read_slots


def fill(app, name: str, slots: str = "", description: str = "", language: str = "English"):
    app.text_input(key="prototype.name").set_value(name)
    app.text_area(key="prototype.description").set_value(description)
    app.text_area(key="prototype.slots").set_value(slots)
    app.selectbox(key="prototype.language").set_value(language)
    app.button[-1 if len(app.button) == 1 else 0].click()
    return app.run()


def test_a_name_and_its_slots_become_an_intent_and_a_job(open_page: OpenPage, store: Store, project: Project) -> None:
    app = fill(open_page("prototype", "Travel"), "report_delay", "city: oslo, bergen\nminutes", "A train is late.")
    assert not app.exception
    with store.read() as session:
        schema = load_schema(project.id, session=session)
        (job,) = list_jobs(project.id, session=session)
    intent = schema.intent("report_delay")
    assert (intent.description, intent.slots) == ("A train is late.", ("city", "minutes"))
    assert schema.slot("city").catalogue == ("oslo", "rome", "bergen")
    request = request_of(job)
    assert (request.intent, request.count, request.include) == ("report_delay", COUNT, None)


@pytest.mark.parametrize(
    ("name", "slots", "said"),
    [
        ("", "", "an intent without a name. Start with"),
        ("report_delay", "1st", "line 1 of the slots: not a slot name '1st'"),
        ("report_delay", "city\n\ncity: rome", "line 3 of the slots: a slot that is named twice 'city'"),
        (HOSTILE[0], "", "not an intent name"),
        ("book_trip", "seat: window", "there is already an intent 'book_trip'. Order utterances of it on Generate"),
        (" book_trip ", "city: bergen", "there is already an intent 'book_trip'"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    open_page: OpenPage, store: Store, project: Project, name: str, slots: str, said: str
) -> None:
    with store.read() as session:
        before = load_schema(project.id, session=session)
    app = fill(open_page("prototype", "Travel"), name, slots)
    assert said in texts(app)
    with store.read() as session:
        assert load_schema(project.id, session=session) == before
        assert list_jobs(project.id, session=session) == []


def test_a_language_that_the_teacher_cannot_write_is_refused_before_the_intent_is_saved(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    with store.write() as session:
        set_teacher(project.id, DEFAULT_TEACHER, session=session)
    app = fill(open_page("prototype", "Travel"), "report_delay", "minutes", language="German")
    assert f"language that the teacher {DEFAULT_TEACHER} cannot write 'German'" in texts(app)
    with store.read() as session:
        assert "report_delay" not in [intent.name for intent in load_schema(project.id, session=session).intents]
    assert not fill(app, "report_delay", "minutes").exception
    with store.read() as session:
        (job,) = list_jobs(project.id, session=session)
    assert (request_of(job).intent, request_of(job).language) == ("report_delay", "en")


def test_the_links_beside_what_was_written_lead_to_its_intent(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    def links() -> dict[str, str]:
        drawn = open_page("prototype", "Travel").main.get("page_link")
        return {one.proto.label: one.proto.query_string for one in drawn}

    assert links() == {}
    fill(open_page("prototype", "Travel"), "report_delay")
    with store.write() as session:
        finish_job(list_jobs(project.id, session=session)[0].id, "done", session=session)
    assert links() == {
        "Review what was written": "project=Travel&review_intent=report_delay",
        "Add seeds: the teacher follows them": "project=Travel&seeds_of=report_delay",
    }


def test_all_that_was_written_is_listed(open_page: OpenPage, store: Store, project: Project) -> None:
    fill(open_page("prototype", "Travel"), "report_delay")
    with store.read() as session:
        (job,) = list_jobs(project.id, session=session)
    for number in range(COUNT):
        arrive(store, job, number, f"raw {number}", Utterance(f"train number {number} is late", "report_delay"))
    with store.write() as session:
        finish_job(job.id, "done", session=session)
    shown = "".join(one.proto.json for one in open_page("prototype", "Travel").get("bidi_component"))
    assert [number for number in range(COUNT) if f"train number {number} is late" not in shown] == []


def test_slots_are_read_one_a_line_with_their_values() -> None:
    slots = read_slots("city: oslo, rome\n\nday")
    assert [(slot.name, slot.catalogue) for slot in slots] == [("city", ("oslo", "rome")), ("day", ())]


def test_values_may_hold_a_colon() -> None:
    (slot,) = read_slots("time: 7:30, noon")
    assert slot.catalogue == ("7:30", "noon")


def test_the_line_of_a_bad_slot_is_named() -> None:
    with pytest.raises(InvalidValue, match="line 2"):
        read_slots("day\n: rome")
