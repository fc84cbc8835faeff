"""The Schema & seeds page: seeds from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backend.domain.utterance import Utterance
from backend.formats.upload import ENDINGS
from jobs.saving import save_reading
from storage.engine import Store
from storage.examples import add_examples, find_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from tests.ui.conftest import OpenPage, texts


def seeds(store: Store, project: Project) -> list[str]:
    with store.read() as session:
        wanted = ExampleFilter(status="accepted", origin="seed")
        return [row.text for row in find_examples(project.id, wanted, session=session)]


CSV = b"text,intent\nsail to [city : lima],book_trip\nbroken [city : x,book_trip\nwith [airline : condor],book_trip\n"


def upload(open_page: OpenPage, name: str, data: bytes) -> AppTest:
    app = open_page("schema", "Travel", way="Upload a file")
    app.file_uploader[0].set_value((name, data, "text/plain")).run()
    assert not app.exception
    return app


def test_an_uploaded_csv_shows_good_and_bad_lines_and_saves_the_good(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    app = upload(open_page, "seeds.csv", CSV)
    assert "1 good line, 2 refused. Nothing is saved yet." in texts(app)
    assert "Line 3: opening bracket that is never closed" in texts(app)
    assert len(seeds(store, project)) == 2
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["sail to lima"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("seeds.txt", b"\xff\xfe\x00", "UTF-16"),
        ("seeds.csv", b"utterance\nhello\n", "text"),
        ("seeds.txt", b"\n\n", "file without an utterance"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    open_page: OpenPage, store: Store, project: Project, name: str, data: bytes, problem: str
) -> None:
    app = upload(open_page, name, data)
    assert app.error[0].value == "This was refused, and nothing was changed"
    assert problem in texts(app)
    assert len(seeds(store, project)) == 2


def test_every_ending_that_is_read_can_be_chosen(open_page: OpenPage, project: Project) -> None:
    app = open_page("schema", "Travel", way="Upload a file")
    assert {Path(f"seeds{ending}").suffix for ending in ENDINGS} <= set(app.file_uploader[0].proto.type)


def test_json_lines_are_taken_from_an_ndjson_file(open_page: OpenPage, store: Store, project: Project) -> None:
    app = upload(open_page, "seeds.ndjson", b'{"text": "sail to lima", "spans": []}')
    app.button(key="save-reading").click().run()
    assert seeds(store, project)[2:] == ["sail to lima"]


def test_what_was_left_out_on_saving_is_said(
    open_page: OpenPage, store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*arguments: object, **named: object) -> object:
        with store.write() as session:
            same = [Utterance("Sail to Lima!", "cancel_trip")]
            add_examples(project.id, same, origin="seed", status="accepted", provenance={}, session=session)
        return save_reading(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("ui.sections.reading.save_reading", late)
    app = upload(open_page, "seeds.txt", b"sail to lima!\na week in [city : rome]\n")
    app.button(key="save-reading").click().run()
    assert app.warning[0].value == "1 seed saved. 1 left out: the project has the same text already."
    assert "•  sail to lima!" in texts(app)
    assert not app.success
