"""A project of parses from seeds to an export, with a teacher whose replies are written beforehand."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from backend.domain.decision import DecisionCreate
from backend.domain.errors import Conflict, InvalidValue
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseSchema
from backend.domain.request import Include, Request
from backend.domain.utterance import Utterance
from backend.planning.order import PlanOrder
from jobs.exporting import export_dataset
from jobs.generating import method_names, order_generation, preview_prompt
from jobs.generation import load_teacher, prepare, write_batch
from jobs.importing import labels_to_add, read_pasted, read_uploaded
from jobs.planning import order_plan, plan_for
from jobs.saving import save_reading
from jobs.settings import Settings
from storage.decisions import decide
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.outputs import job_yield
from storage.parse_schemas import store_parses
from storage.plans import jobs_of_plan
from storage.projects import create_project
from storage.prompts import load_prompts
from storage.tables import Project
from storage.targets import set_targets

SEEDS = """
any pottery class tomorrow?\t[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN tomorrow ] ]
what can I learn today\t[IN:FIND_CLASS [SL:WHEN today ] ]
ein Kurs in Yoga heute\t[IN:FIND_CLASS [SL:TOPIC Yoga ] [SL:WHEN heute ] ]
"""

REPLIES = [
    "[IN:FIND_CLASS [SL:TOPIC moss {unique} ] ] => is there a class on moss {unique}",
    "[IN:FIND_CLASS [SL:TOPIC moss ] ] => is there a class on fern",
    "[IN:FIND_CLASS [SL:COLOUR red ] ] => a red class",
    "[IN:FIND_CLASS [SL:TOPIC moss ] => moss",
]


@pytest.fixture
def teacher(tmp_path: Path) -> str:
    script = tmp_path / "pairs.json"
    script.write_text(json.dumps({"replies": REPLIES}), encoding="utf-8")
    return f"scripted:{script}"


@pytest.fixture
def classes(store: Store, teacher: str) -> Project:
    with store.write() as session:
        project = create_project("Classes", teacher=teacher, session=session)
        store_parses(project.id, ParseSchema("decoupled"), session=session)
        return project


@pytest.fixture
def seeded(store: Store, classes: Project) -> Project:
    english, german = SEEDS.strip().splitlines()[:2], SEEDS.strip().splitlines()[2:]
    for lines, language in ((english, "en"), (german, "de")):
        reading = read_pasted(store, classes.id, "\n".join(lines), intent=None, language=language, new_labels=True)
        assert reading.errors == ()
        save_reading(store, classes.id, reading, as_="seeds", source="typed", add_labels=True)
    return classes


def written(store: Store, project: Project, request: Request) -> tuple[int, dict[str, int]]:
    job, _ = order_generation(store, project.id, request)
    for index in range(prepare(store, job.uid, 8)):
        write_batch(store, job.uid, index, load_teacher(store, job.uid, Settings()))
    with store.read() as session:
        counts = job_yield(job.id, session=session)
    return counts.kept, counts.dropped


def test_the_whole_way_from_seeds_to_an_export(store: Store, seeded: Project, tmp_path: Path) -> None:
    kept, dropped = written(store, seeded, Request("FIND_CLASS", method="clasp-gb", count=40))
    assert kept > 4
    assert dropped.keys() == {"values-in-text", "parse-as-schema", "well-formed"}
    with store.read() as session:
        row = find_examples(seeded.id, ExampleFilter(status="pending"), session=session)[0]
    assert row.utterance.parse.label_counts == {"IN:FIND_CLASS": 1, "SL:TOPIC": 1}
    assert row.provenance["template"] == "clasp-gb/instruct"
    with store.write() as session:
        decide(seeded.id, DecisionCreate(row.id, row.version, "accept", str(uuid.uuid4())), session=session)
    result = export_dataset(store, seeded.id, fmt="jsonl", folder=tmp_path / "out")
    rows = [json.loads(line) for line in result.path.read_text(encoding="utf-8").splitlines()]
    assert [one["parse"] for one in rows][:2] == [line.split("\t")[1] for line in SEEDS.strip().splitlines()[:2]]
    assert len(rows) == 4
    assert rows[3]["text"] == row.text
    with pytest.raises(InvalidValue, match="parses cannot be written as CoNLL"):
        export_dataset(store, seeded.id, fmt="conll", folder=tmp_path / "out")


def test_an_edit_changes_the_parse_alone_and_one_that_does_not_fit_is_refused(store: Store, seeded: Project) -> None:
    with store.read() as session:
        row = find_examples(seeded.id, ExampleFilter(search="pottery"), session=session)[0]
    less = read_parse("[IN:FIND_CLASS [SL:WHEN tomorrow ] ]")
    edited = Utterance(row.text, "FIND_CLASS", parse=less)
    with store.write() as session:
        edit = DecisionCreate(row.id, row.version, "edit", str(uuid.uuid4()), utterance=edited)
        decision = decide(seeded.id, edit, session=session)
    assert decision.before["parse"] == "[IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN tomorrow ] ]"
    assert decision.after["parse"] == "[IN:FIND_CLASS [SL:WHEN tomorrow ] ]"
    for wrong, said in [
        (Utterance(row.text, "FIND_CLASS"), "utterance without a parse"),
        (Utterance("pottery", "FIND_CLASS", parse=less), "value of SL:WHEN that the text does not hold"),
    ]:
        edit = DecisionCreate(row.id, row.version + 1, "edit", str(uuid.uuid4()), utterance=wrong)
        with pytest.raises(InvalidValue, match=said), store.write() as session:
            decide(seeded.id, edit, session=session)


def test_what_is_translated_comes_from_other_languages_than_the_one_asked_for(store: Store, seeded: Project) -> None:
    for name in ("clasp-ts", "clasp-tb"):
        prompt = preview_prompt(store, seeded.id, Request("FIND_CLASS", language="de", method=name))
        assert "pottery" in prompt.text or "today" in prompt.messages[-1].content
        assert "Yoga" in prompt.text


def test_a_file_says_what_it_would_add_and_which_lines_are_wrong(store: Store, seeded: Project) -> None:
    rows = [
        {"text": "a glass workshop", "parse": "[IN:FIND_CLASS [SL:TOPIC [IN:CRAFT [SL:STUFF glass ] ] ] ]"},
        {"text": "a glass workshop now", "parse": "[IN:FIND_CLASS [SL:TOPIC wood ] ]"},
        {"text": "what can I learn TODAY", "parse": "[IN:FIND_CLASS ]"},
    ]
    data = "\n".join(map(json.dumps, rows)).encode()
    asked = {"intent": None, "language": "en"}
    held = read_uploaded(store, seeded.id, "a.jsonl", data, **asked)
    assert "IN:FIND_CLASS > SL:TOPIC > IN:CRAFT: unknown label 'IN:CRAFT'" in held.errors[0].problem
    reading = read_uploaded(store, seeded.id, "a.jsonl", data, **asked, new_labels=True)
    assert [line.number for line in reading.lines] == [1]
    assert "value of SL:TOPIC that the text does not hold 'wood'" in reading.errors[0].problem
    assert "the project has this text already" in reading.errors[1].problem
    assert labels_to_add(store, seeded.id, reading) == (
        "labels IN:CRAFT, SL:STUFF",
        "inside SL:TOPIC: IN:CRAFT",
        "inside IN:CRAFT: SL:STUFF",
        "values of SL:STUFF",
        "up to 4 labels above one another",
    )


def test_a_method_of_the_other_kind_is_refused_on_both_sides(store: Store, seeded: Project, project: Project) -> None:
    with pytest.raises(InvalidValue, match=r"writes slots, in a project of parses 'linguist'. Use one of: recombine"):
        order_generation(store, seeded.id, Request("FIND_CLASS"))
    with pytest.raises(InvalidValue, match=r"writes parses, in a project of slots 'clasp-gb'. Use one of: linguist"):
        order_generation(store, project.id, Request("book_trip", method="clasp-gb"))
    assert set(method_names()) & set(method_names(ParseSchema("top"))) == set()
    assert "linguist" in method_names()


def test_an_intent_without_an_accepted_parse_says_what_to_add(store: Store, seeded: Project) -> None:
    with pytest.raises(InvalidValue, match=r"no accepted parse in French of intent 'FIND_CLASS'. Add a seed"):
        order_generation(store, seeded.id, Request("FIND_CLASS", language="fr", method="clasp-rs"))
    with pytest.raises((InvalidValue, Conflict), match="unknown intent"):
        order_generation(store, seeded.id, Request("SING", method="clasp-rs"))


def test_a_plan_asks_for_the_label_that_lacks_examples_of_those_that_hold_it(store: Store, seeded: Project) -> None:
    with store.write() as session:
        set_targets(seeded.id, {("FIND_CLASS", "SL:TOPIC"): 6, ("FIND_CLASS", "SL:WHEN"): 3}, session=session)
    order = PlanOrder(("FIND_CLASS",), ("en",), ("clasp-rs", "clasp-gb"), seed=1)
    plan = plan_for(store, seeded.id, order, teacher=seeded.teacher)
    whole, topic, when = plan.cells
    assert (whole.accepted, topic.accepted, topic.missing, when.missing) == (3, 2, 4, 0)
    assert {item.request.include for item in plan.items} == {(Include("SL:TOPIC"),)}
    assert {(item.request.method, item.accepted) for item in plan.items} == {("clasp-rs", 1), ("clasp-gb", 1)}
    row, _new = order_plan(store, seeded.id, order, plan, teacher=seeded.teacher)
    with store.read() as session:
        queued = {job.method: job for job in jobs_of_plan(row.id, session=session)}
    for job in queued.values():
        prepare(store, job.uid, 8)
    with store.read() as session:
        rs = [prompt for prompt, _ in load_prompts(queued["clasp-rs"].id, session=session)]
        gb = [prompt for prompt, _ in load_prompts(queued["clasp-gb"].id, session=session)]
    assert all(prompt.target.label_counts["SL:TOPIC"] == 1 for prompt in rs)
    assert {one.text for prompt in gb for one in prompt.examples} == {"any pottery class tomorrow?"}


def test_a_label_that_nothing_accepted_holds_is_told_with_what_to_do(store: Store, seeded: Project) -> None:
    line = "a class on Kneten\t[IN:FIND_CLASS [SL:STUFF Kneten ] ]"
    reading = read_pasted(store, seeded.id, line, intent=None, language="de", new_labels=True)
    save_reading(store, seeded.id, reading, as_="seeds", source="typed", add_labels=True)
    with store.write() as session:
        set_targets(seeded.id, {("FIND_CLASS", "SL:STUFF"): 6}, session=session)
    order = PlanOrder(("FIND_CLASS",), ("en", "de"), ("clasp-gb", "clasp-tb"), seed=1)
    plan = plan_for(store, seeded.id, order, teacher=seeded.teacher)
    asked = {(item.request.language, item.request.method, item.request.include) for item in plan.items}
    stuff = (Include("SL:STUFF"),)
    assert asked == {("en", "clasp-tb", stuff), ("de", "clasp-gb", stuff)}, "translated, or modelled on it"
    alone = plan_for(store, seeded.id, PlanOrder(("FIND_CLASS",), ("en",), ("clasp-gb",)), teacher=seeded.teacher)
    assert alone.items == ()
    (one,) = alone.unable
    assert "no accepted parse in English of intent FIND_CLASS that holds 'SL:STUFF'. Add a seed" in one.reason
