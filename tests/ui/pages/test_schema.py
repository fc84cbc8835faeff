"""The Schema & seeds page: labels, and seeds in three ways, none saved before the person says so."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from backend.domain.schema import Intent
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.history import reviewers_of
from storage.projects import create_project
from storage.schemas import load_schema, put_intent
from storage.tables import Project
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


def seeds(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        wanted = ExampleFilter(status="accepted", origin="seed")
        return [row.text for row in find_examples(project.id, wanted, session=session)]


def slots(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        return [slot.name for slot in load_schema(project.id, session=session).slots]


def test_an_empty_project_asks_for_an_intent(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("schema", "Bare")
    assert "An intent is what somebody wants" in texts(app)
    app.button(key="first-intent").click().run()
    assert app.text_input(key="intent-form.name").label == "Name"


def test_a_typed_seed_is_previewed_and_saved_by_its_button(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("schema", "Travel")
    app.text_input(key="typed").set_value("fly to [city : lima]").run()
    assert "fly to lima" not in seeds(store, project)
    app.button(key="save-typed").click().run()
    assert "fly to lima" in seeds(store, project)
    assert app.success[0].value == "1 seed saved."
    assert app.text_input(key="typed").value == ""


def test_a_typed_seed_with_a_broken_bracket_is_explained(open_page: OpenPage, project: Project) -> None:
    app = open_page("schema", "Travel")
    app.text_input(key="typed").set_value("fly to [city : lima").run()
    assert "opening bracket that is never closed" in texts(app)
    assert "save-typed" not in [button.key for button in app.button]


def test_a_typed_seed_with_an_unknown_slot_is_saved_only_with_the_slot(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("schema", "Travel")
    app.text_input(key="typed").set_value("fly with [airline : condor]").run()
    assert "unknown slot 'airline'" in texts(app)
    assert "save-typed" not in [button.key for button in app.button]
    assert len(seeds(store, project)) == 2
    app.button(key="save-typed-labels").click().run()
    assert "fly with condor" in seeds(store, project)
    assert "airline" in slots(store, project)


def test_a_seed_that_is_there_is_refused(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("schema", "Travel")
    app.text_input(key="typed").set_value("I want a weekend in [city : Oslo]!").run()
    app.button(key="save-typed").click().run()
    assert "the project has this text already" in texts(app)
    assert len(seeds(store, project)) == 2
    app.text_input(key="typed").set_value("I want a weekend in [city : Oslo] again").run()
    assert "The seed was not saved." not in [one.value for one in app.warning], "it is another line by now"


def test_a_line_that_is_a_comment_is_not_silently_lost(open_page: OpenPage, project: Project) -> None:
    app = open_page("schema", "Travel")
    app.text_input(key="typed").set_value("#hashtag").run()
    app.button(key="save-typed").click().run()
    assert app.warning[0].value == "The seed was not saved."
    assert "A line that begins with # is a comment." in texts(app)
    assert app.text_input(key="typed").value == "#hashtag"


PASTED = """to [city : lima] please
broken [city :
with [airline : condor]
i want a weekend in oslo"""


def paste(open_page: OpenPage, text: str) -> AppTest:
    app = open_page("schema", "Travel", way="Paste many")
    app.text_area(key="paste.0").set_value(text).run()
    assert not app.exception
    return app


def test_pasted_lines_show_their_errors_by_line_and_save_nothing(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = paste(open_page, PASTED)
    shown = texts(app)
    assert "1 good line, 3 refused. Nothing is saved yet." in shown
    assert "Line 2: opening bracket that is never closed" in shown
    assert "Line 3: unknown slot 'airline'" in shown
    assert "Line 4: the project has this text already" in shown
    assert len(seeds(store, project)) == 2


def test_the_good_lines_are_saved_when_told_to(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, PASTED)
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["to lima please"]
    assert slots(store, project) == ["city", "day"]
    assert app.success[0].value == "1 seed saved."


def test_refused_lines_stay_in_the_box_to_be_mended(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, PASTED)
    app.button(key="save-reading").click().run()
    left = app.text_area(key="paste.1")
    assert left.value == "\n".join(PASTED.splitlines()[1:])
    assert "Line 1: opening bracket that is never closed" in texts(app)
    left.set_value("broken [city : paris]").run()
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["to lima please", "broken paris"]
    assert app.text_area(key="paste.2").value == ""


def test_unknown_labels_are_added_only_when_ticked(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, PASTED)
    assert "slot airline of book_trip" in texts(app)
    app.checkbox(key="add-labels").check().run()
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["to lima please", "with condor"]
    assert slots(store, project) == ["city", "day", "airline"]


def test_left_lines_leave_nothing(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, PASTED)
    app.button(key="leave-reading").click().run()
    assert app.text_area(key="paste.1").value == ""
    assert len(seeds(store, project)) == 2


def test_a_line_with_its_own_intent_goes_there(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("schema", "Travel", way="Paste many")
    app.checkbox(key="paste-own").check()
    app.text_area(key="paste.0").set_value("cancel_trip\tforget about [day : friday]").run()
    app.button(key="save-reading").click().run()
    with store.read() as session:
        (row,) = find_examples(project.id, ExampleFilter(intent="cancel_trip"), session=session)
    assert row.text == "forget about friday"


def test_hostile_lines_are_never_read_as_markdown(open_page: OpenPage, store: Store, project: Project) -> None:
    app = paste(open_page, "\n".join([*HOSTILE, *(f"[town : {text}]" for text in HOSTILE)]))
    assert HOSTILE[1] in texts(app)  # its brackets are no span, so it is among the refused lines
    for text in HOSTILE:
        assert text not in read_as_markdown(app)
    app.button(key="save-reading").click().run()
    assert not app.exception
    assert "<script>alert(1)</script>" in seeds(store, project)
    for text in HOSTILE:
        assert text not in read_as_markdown(app)


def test_a_removed_seed_is_rejected_not_lost(open_page: OpenPage, store: Store, project: Project) -> None:
    app = open_page("schema", "Travel", reviewer="ada")
    app.button(key="remove-1").click().run()
    assert seeds(store, project) == ["i want a weekend in oslo"]
    with store.read() as session:
        (row,) = find_examples(project.id, ExampleFilter(status="rejected"), session=session)
        assert reviewers_of(project.id, session=session) == ["ada"]
    assert row.text == "take me to rome on monday"


def test_the_seeds_of_the_chosen_intent_are_listed_or_all(open_page: OpenPage, project: Project) -> None:
    app = open_page("schema", "Travel", seeds_of="cancel_trip")
    assert "0 seeds here, 2 in the project." in texts(app)
    app.toggle(key="all_intents").set_value(True).run()
    assert "2 seeds here, 2 in the project." in texts(app)


def test_an_intent_and_a_slot_may_have_the_same_name(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        put_intent(project.id, Intent("city"), session=session)
    app = open_page("schema", "Travel", part="Intents and slots")
    assert {"edit-intent-city", "edit-slot-city"} <= {button.key for button in app.button}


def test_more_like_these_is_asked_for_the_intent_that_is_shown(open_page: OpenPage, project: Project) -> None:
    def address(app: AppTest) -> str:
        return next(
            str(link.proto.query_string)
            for link in app.main.get("page_link")
            if link.proto.label == "Generate more like these"
        )

    assert address(open_page("schema", "Travel")) == "project=Travel&intent=book_trip"
    assert address(open_page("schema", "Travel", all_intents="true")) == "project=Travel"
