"""The Export page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.domain.utterance import Utterance
from jobs.exporting import export_stem
from jobs.settings import settings
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project
from storage.tables import Project
from tests.conftest import pending
from tests.storage.reviewing import decided, share
from tests.ui.conftest import HOSTILE, OpenPage, read_as_markdown, texts


def exported(project: Project, ending: str = "jsonl") -> Path:
    return settings().export_dir / f"{export_stem(project.id, project.name)}.{ending}"


def test_without_an_accepted_example_the_page_says_what_to_do(open_page: OpenPage, store: Store, obedient: str) -> None:
    with store.write() as session:
        create_project("Bare", teacher=obedient, session=session)
    app = open_page("export", "Bare")
    assert {"Write seeds", "Review candidates"} <= {link.label for link in app.get("page_link")}


def test_the_counts_are_shown_before_anything_is_written(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel")
    assert "2 accepted examples will be written." in texts(app)
    assert not settings().export_dir.exists()


def test_jsonl_is_written_with_its_manifest_and_offered(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel")
    app.button(key="write").click().run()
    assert not app.exception
    rows = [json.loads(line) for line in exported(project).read_text("utf-8").splitlines()]
    assert [row["text"] for row in rows] == ["take me to rome on monday", "i want a weekend in oslo"]
    assert "2 examples written, read again and compared." in app.success[0].value
    assert json.loads(app.code[0].value)["rows"] == 2
    assert [button.label for button in app.download_button] == ["Download the data", "Download the manifest"]


def test_conll_is_written_when_chosen(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel", format="CoNLL")
    app.button(key="write").click().run()
    assert "rome\tB-city" in exported(project, "conll").read_text("utf-8").replace(" ", "\t")


def test_shares_are_told_in_one_format_and_formats_by_their_names(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel")
    assert list(app.dataframe[0].value["Share"]) == [100.0]
    assert '"format": "%.1f%%"' in app.dataframe[0].proto.columns
    assert [one.content for one in app.segmented_control(key="format").proto.options] == ["JSONL", "CoNLL"]


def test_without_seeds_there_is_nothing_to_write(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel")
    app.toggle(key="seeds").set_value(False).run()
    assert "0 accepted examples will be written." in texts(app)
    assert app.button(key="write").disabled


def test_only_the_chosen_intent_is_written(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        seed = Utterance("call it off", "cancel_trip")
        add_examples(project.id, [seed], origin="seed", status="accepted", provenance={}, session=session)
    app = open_page("export", "Travel", only_intent="cancel_trip")
    app.button(key="write").click().run()
    assert len(exported(project).read_text("utf-8").splitlines()) == 1


def test_a_full_disk_is_said_and_offers_no_download(
    open_page: OpenPage, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise Unavailable("disk full while exporting to", value="exports", remedy="Free some space.")

    app = open_page("export", "Travel")
    monkeypatch.setattr("ui.sections.export_result.export_dataset", full)
    app.button(key="write").click().run()
    assert "disk full while exporting to 'exports'. Free some space." in texts(app)
    assert not app.download_button


def test_hostile_texts_do_not_come_into_the_page(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        seeds = [Utterance(text, "book_trip") for text in HOSTILE]
        add_examples(project.id, seeds, origin="seed", status="accepted", provenance={}, session=session)
    app = open_page("export", "Travel")
    app.button(key="write").click().run()
    assert "6 examples written" in app.success[0].value
    for text in HOSTILE:
        assert text not in read_as_markdown(app)


def test_the_last_export_is_still_offered_after_a_reload(open_page: OpenPage, project: Project) -> None:
    open_page("export", "Travel").button(key="write").click().run()
    app = open_page("export", "Travel")
    assert not app.success
    assert str(exported(project).absolute()) in texts(app)
    assert "JSONL · 2 examples · " in texts(app)
    assert [button.label for button in app.download_button] == ["Download the data", "Download the manifest"]
    assert json.loads(app.code[0].value)["rows"] == 2


def test_the_last_export_of_each_format_is_offered(open_page: OpenPage, project: Project) -> None:
    open_page("export", "Travel").button(key="write").click().run()
    app = open_page("export", "Travel", format="CoNLL")
    app.button(key="write").click().run()
    assert {json.loads(code.value)["format"] for code in app.code} == {"jsonl", "conll"}
    assert len(app.download_button) == 4


def test_an_export_of_another_project_is_not_offered(open_page: OpenPage, store: Store, project: Project) -> None:
    open_page("export", "Travel").button(key="write").click().run()
    with store.write() as session:
        create_project("Travels", teacher="none", session=session)
    assert not open_page("export", "Travels").download_button


@pytest.mark.parametrize(
    ("meddle", "said"),
    [
        (lambda path: path.write_bytes(path.read_bytes().replace(b"oslo", b"lima")), "was replaced or changed since"),
        (lambda path: path.write_bytes(b""), "was replaced or changed since"),
        (lambda path: path.unlink(), "is not there any more"),
    ],
)
def test_a_file_that_is_not_the_exported_one_is_said_and_not_offered(
    open_page: OpenPage, project: Project, meddle: Callable[[Path], object], said: str
) -> None:
    open_page("export", "Travel").button(key="write").click().run()
    meddle(exported(project))
    app = open_page("export", "Travel")
    assert said in app.warning[0].value
    assert "export again" in app.warning[0].value
    assert not app.download_button


def test_a_split_is_made_when_it_is_chosen(open_page: OpenPage, store: Store, project: Project) -> None:
    with store.write() as session:
        more = [Utterance(f"call off number {number} {'x' * number}", "cancel_trip") for number in range(20)]
        add_examples(project.id, more, origin="imported", status="accepted", provenance={}, session=session)
    app = open_page("export", "Travel")
    assert not app.number_input
    app.toggle(key="split").set_value(True).run()
    assert [app.number_input(key=key).value for key in ("split_dev", "split_test")] == [10, 10]
    app.number_input(key="split_test").set_value(20)
    app.button(key="write").click().run()
    assert "Split into 2 dev, 4 test, 16 train." in app.success[0].value
    assert json.loads(app.code[0].value)["split"]["percent"] == {"dev": 10, "test": 20}


def test_shares_that_leave_nothing_to_train_on_are_refused(open_page: OpenPage, project: Project) -> None:
    app = open_page("export", "Travel", split="true", split_dev="90", split_test="90")
    app.button(key="write").click().run()
    assert "shares of a split '90 % dev, 90 % test'" in texts(app)
    assert not settings().export_dir.exists()


def test_what_nobody_has_decided_on_is_told_with_the_way_to_it(
    open_page: OpenPage, store: Store, project: Project
) -> None:
    assert "not in it" not in texts(open_page("export", "Travel"))
    share(store, project, 100)
    one, two, _three = pending(store, project, "one", "two", "three")
    decided(store, one, "accept", by="ada")
    decided(store, two, "accept", by="ada")
    decided(store, two, "reject", by="ben")
    app = open_page("export", "Travel")
    said = "3 candidates are pending (1 waits for a second reviewer, 1 to be settled) and are not in it."
    assert said in texts(app)
    assert {"Review them", "Settle them"} <= {link.label for link in app.get("page_link")}
