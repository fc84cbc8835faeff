"""The Teacher page: the choice of one."""

from __future__ import annotations

from backend.teacher.adapter import CONFIG
from storage.engine import Store
from storage.projects import project_named
from storage.tables import Project
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts
from tests.ui.pages.teachers import press, teacher_of, tuned_folder


def test_a_teacher_that_was_never_tried_says_so(open_page: OpenPage, project: Project) -> None:
    shown = texts(open_page("teacher", "Travel"))
    assert project.teacher in shown
    assert "Not tried yet" in shown
    assert "smollm2-135m-instruct" in shown


def test_a_packaged_teacher_is_chosen_with_a_press(open_page: OpenPage, store: Store, project: Project) -> None:
    app = press(open_page("teacher", "Travel"), "use-packaged-2")
    assert teacher_of(store) == "smollm2-135m-instruct"
    assert app.button(key="use-packaged-2").disabled
    assert "SmolLM2-135M-Instruct.Q4_1.gguf" in texts(app)
    assert "Apache-2.0" in texts(app)


def test_a_teacher_tuned_here_is_listed_with_its_figures(open_page: OpenPage, store: Store, project: Project) -> None:
    data = {"teaching": 1200, "measuring": 24, "excluded_intents": ["GetWeather"], "languages": ["en"]}
    folder = tuned_folder("mine", data=data, result={"held_out_loss": 0.4321})
    tuned_folder("broken", data=[], result="x", style=5)
    app = open_page("teacher", "Travel")
    shown = texts(app)
    for said in ("mine", "1,200 utterances, 24 held out", "GetWeather", "0.432", "2026-01-02"):
        assert said in shown
    press(app, "use-tuned-1")
    assert teacher_of(store) == str(folder)


def test_terms_are_read_and_agreed_to_before_a_teacher_is_used_under_them(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    folder = tuned_folder("ours", base="gemma3-270m")
    (folder / "config.json").unlink()
    (folder / CONFIG).write_text("{}")
    app = press(open_page("teacher", "Travel"), "use-tuned-0")
    assert "https://ai.google.dev/gemma/terms" in texts(app)
    assert teacher_of(store) == project.teacher
    app.checkbox(key="agree-tuned-0").check().run()
    app = press(app, "use-tuned-0")
    assert teacher_of(store) == str(folder)
    assert not app.checkbox


def test_any_other_name_is_taken_or_refused_with_what_to_type(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = open_page("teacher", "Travel")
    app.text_input(key="teacher.other").set_value("no such model").run()
    press(app, "use-other")
    assert "unknown teacher 'no such model'" in texts(app)
    assert teacher_of(store) == project.teacher
    app.text_input(key="teacher.other").set_value("some-org/some-model").run()
    press(app, "use-other")
    assert teacher_of(store) == "some-org/some-model"


def test_hostile_names_and_cards_are_never_read_as_markdown(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    tuned_folder("mine", base=HOSTILE[1], data={"licence": HOSTILE[0], "excluded_intents": list(HOSTILE)})
    with store.write() as session:
        row = project_named("Travel", session=session)
        row.teacher = HOSTILE[1]
        session.add(row)
    for task in ("Choose", "Try", "Tune"):
        app = open_page("teacher", "Travel", task=task)
        assert not [text for text in HOSTILE if text in read_as_markdown(app)]
    assert HOSTILE[1] in texts(open_page("teacher", "Travel"))
