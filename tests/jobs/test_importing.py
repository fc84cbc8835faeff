from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.parse_schema import ParseSchema
from jobs.importing import labels_to_add, read_pasted, read_uploaded
from jobs.saving import save_reading
from storage.engine import Store
from storage.examples import count_examples, find_examples
from storage.filters import ExampleFilter
from storage.parse_schemas import store_parses
from storage.projects import create_project
from storage.schemas import delete_intent, load_schema
from storage.tables import Project

PASTED = "leave for [city : bergen]\nleave for [town : bergen]\n\nleave for [city bergen]\nTake me to Rome on Monday"


def seeds(store: Store, project: Project) -> int:
    with store.read() as session:
        return count_examples(project.id, ExampleFilter(origin="seed"), session=session)


def test_reading_saves_nothing_and_names_every_bad_line(store: Store, project: Project) -> None:
    reading = read_pasted(store, project.id, PASTED, intent="book_trip", language="en")
    assert [line.number for line in reading.lines] == [1]
    problems = {error.number: error.problem for error in reading.errors}
    assert set(problems) == {2, 4, 5}
    assert "unknown slot 'town'" in problems[2]
    assert "without a colon" in problems[4]
    assert "has this text already" in problems[5]
    assert seeds(store, project) == 2


def test_the_good_lines_are_saved_as_the_person_decides(store: Store, project: Project) -> None:
    reading = read_pasted(store, project.id, PASTED, intent="book_trip", language="en")
    added = save_reading(store, project.id, reading, as_="seeds", source="typed")
    assert [row.text for row in added.examples] == ["leave for bergen"]
    assert added.examples[0].provenance["source"] == "typed"
    assert (added.examples[0].status, added.examples[0].origin) == ("accepted", "seed")


def test_candidates_wait_for_review(store: Store, project: Project) -> None:
    data = b'text,intent\n"leave for [city : bergen]",book_trip\n'
    reading = read_uploaded(store, project.id, "more.csv", data, intent=None, language="en")
    (row,) = save_reading(store, project.id, reading, as_="candidates", source="more.csv").examples
    assert (row.status, row.origin) == ("pending", "imported")


def test_unknown_labels_can_be_added_with_the_lines(store: Store, project: Project) -> None:
    text = "rent_car\trent a [vehicle : van] in [city : oslo]\nbook_trip\tgo by [vehicle : train]"
    reading = read_pasted(store, project.id, text, intent=None, language="en", new_labels=True)
    assert labels_to_add(store, project.id, reading) == (
        "intent rent_car",
        "slot vehicle of book_trip",
        "slot vehicle of rent_car",
        "slot city of rent_car",
    )
    save_reading(store, project.id, reading, as_="seeds", source="typed", add_labels=True)
    with store.read() as session:
        schema = load_schema(project.id, session=session)
    assert schema.intent("rent_car").slots == ("city", "vehicle")
    assert schema.intent("book_trip").slots == ("city", "day", "vehicle")


ORDERS = """(ORDER a (DRINKORDER (SIZE big ) (DRINK tea ) ) please )
(ORDER we want (DRINKORDER (SIZE ) (DRINK cola ) ) )
a juice => (ORDER (DRINKORDER (NUMBER one ) (DRINK juice ) ) )
(ORDER a (DRINKORDER (DRINK juice ) ) )
(ORDER A (DRINKORDER (DRINK juice ) ) )"""


def test_lines_that_would_not_fit_with_their_labels_added_are_named_and_the_others_can_be_saved(store: Store) -> None:
    with store.write() as session:
        project = create_project("Orders", teacher="some-teacher", session=session)
        store_parses(project.id, ParseSchema("top", "round"), session=session)
    reading = read_pasted(store, project.id, ORDERS, intent=None, language="en", new_labels=True)
    assert [line.number for line in reading.lines] == [1, 4]
    assert [(error.number, error.problem) for error in reading.errors] == [
        (2, "ORDER > DRINKORDER > SIZE: label without a word 'SIZE'. Put its words into it."),
        (3, "parse whose words are not the text 'one juice'. Its words, without the labels, must be 'a juice'."),
        (5, "says the same as line 4."),
    ]
    assert reading.errors[1].content == "a juice => (ORDER (DRINKORDER (NUMBER one ) (DRINK juice ) ) )"
    assert "NUMBER" not in " ".join(labels_to_add(store, project.id, reading))
    save_reading(store, project.id, reading, as_="seeds", source="typed", add_labels=True)
    assert seeds(store, project) == 2


def test_words_beside_labels_are_refused_by_line_before_anything_is_saved(store: Store) -> None:
    with store.write() as session:
        project = create_project("Classes", teacher="some-teacher", session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
    data = b"text\tparse\nbook yoga\t[IN:JOIN book [SL:TOPIC yoga ] ]\njoin the choir\t[IN:JOIN [SL:TOPIC choir ] ]\n"
    reading = read_uploaded(store, project.id, "more.tsv", data, intent=None, language="en", new_labels=True)
    assert [line.utterance.text for line in reading.lines] == ["join the choir"]
    assert [error.number for error in reading.errors] == [2]
    assert "words beside labels in IN:JOIN 'book'" in reading.errors[0].problem


def test_a_schema_that_changed_since_the_reading_saves_nothing(store: Store, project: Project) -> None:
    reading = read_pasted(store, project.id, "call it off", intent="cancel_trip", language="en")
    with store.write() as session:
        delete_intent(project.id, "cancel_trip", session=session)
    with pytest.raises(InvalidValue, match="unknown intent 'cancel_trip'"):
        save_reading(store, project.id, reading, as_="seeds", source="typed")
    assert seeds(store, project) == 2


def test_a_file_that_cannot_be_read_at_all_is_refused(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match=r"unknown kind of file 'virus\.pkl'"):
        read_uploaded(store, project.id, "virus.pkl", b"\x80\x04", intent="book_trip", language="en")


def test_markup_in_a_file_is_stored_as_the_text_it_is(store: Store, project: Project) -> None:
    text = "<script>alert(1)</script>\n=cmd()\n![x](http://example.org)\nשלום"
    for line in text.splitlines():
        escaped = line.replace("[", "\\[").replace("]", "\\]")
        reading = read_pasted(store, project.id, escaped, intent="book_trip", language="he")
        save_reading(store, project.id, reading, as_="candidates", source="typed")
    with store.read() as session:
        rows = find_examples(project.id, ExampleFilter(status="pending"), session=session)
    assert [row.text for row in rows] == text.splitlines()
