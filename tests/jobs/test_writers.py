"""Who writes what is ordered; what nobody is known to write is refused before anything is queued."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.request import Include, Request
from backend.teacher.adapter import CARD, CONFIG
from backend.teacher.packaged import UNTUNED_TEACHER
from jobs.generating import order_generations, style_for
from jobs.planning import PlanOrder, order_plan, plan_for
from jobs.trying import order_trial
from jobs.writers import require_values_proposed, require_writes
from storage.engine import Store
from storage.jobs import list_jobs
from storage.plans import jobs_of_plan
from storage.tables import Job, Project

ENGLISH_ONLY = "smollm2-135m-linguist"


def queued(store: Store, project: Project) -> list[Job]:
    with store.read() as session:
        return list_jobs(project.id, session=session)


def test_of_several_languages_one_that_cannot_be_written_leaves_all_unordered(store: Store, project: Project) -> None:
    asked = [Request("book_trip", language) for language in ("English", "hi")]
    with pytest.raises(InvalidValue, match=r"cannot write 'Hindi'\. It writes English"):
        order_generations(store, project.id, asked, teacher=ENGLISH_ONLY)
    assert queued(store, project) == []
    ordered = order_generations(store, project.id, asked)  # nothing is known of the project's own teacher
    assert [(job.language, new) for job, new in ordered] == [("en", True), ("hi", True)]
    again = order_generations(store, project.id, [*asked, Request("book_trip", "de")])
    assert [(job.language, new) for job, new in again] == [("en", False), ("hi", False), ("de", True)]


def test_a_trial_and_a_plan_say_the_same(store: Store, project: Project) -> None:
    with pytest.raises(InvalidValue, match="cannot write 'German'"):
        order_trial(store, project.id, Request("book_trip", "de"), teacher=ENGLISH_ONLY)
    order = PlanOrder(("book_trip",), ("de", "en"), ("linguist",), total=10)
    plan = plan_for(store, project.id, order, teacher=ENGLISH_ONLY)
    assert {item.request.language for item in plan.items} == {"en"}
    assert {one.language for one in plan.unable} == {"de"}
    assert all("cannot write 'German'" in one.reason for one in plan.unable)


def test_a_method_without_a_teacher_is_asked_whatever_the_teacher_writes(store: Store, project: Project) -> None:
    order_generations(store, project.id, [Request("book_trip", "en", method="slot-swap")], teacher=ENGLISH_ONLY)
    assert [job.teacher for job in queued(store, project)] == ["none"]


def test_countries_and_the_languages_of_a_tuning_are_known(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (tmp_path / CARD).write_text(json.dumps({"base": "smollm2-135m-instruct", "data": {"languages": ["pt-PT", "?"]}}))
    require_writes(str(tmp_path), Request("book_trip", "pt-BR"))
    require_writes(str(tmp_path), Request("book_trip", "en-GB"))
    with pytest.raises(InvalidValue, match=r"English, Portuguese \(Portugal\), \?"):
        require_writes(str(tmp_path), Request("book_trip", "es"))


def test_the_base_writes_by_the_methods_that_a_teacher_was_not_tuned_on(store: Store, project: Project) -> None:
    by_method = {"linguist": ENGLISH_ONLY, "paraphrase": UNTUNED_TEACHER, "slot-swap": "none"}
    asked = [Request("book_trip", method=name, style=style_for(ENGLISH_ONLY, name)) for name in by_method]
    order_generations(store, project.id, asked, teacher=ENGLISH_ONLY)
    assert {job.method: job.teacher for job in queued(store, project)} == by_method
    order = PlanOrder(("book_trip",), ("en",), tuple(by_method), total=30)
    plan = plan_for(store, project.id, order, teacher=ENGLISH_ONLY)
    row, _ = order_plan(store, project.id, order, plan, teacher=ENGLISH_ONLY)
    with store.read() as session:
        planned = {job.method: job.teacher for job in jobs_of_plan(row.id, session=session)}
    assert planned == {name: by_method[name] for name in planned}
    assert len(planned) > 1


def test_more_new_values_are_refused_where_no_request_would_have_them_listed() -> None:
    def wanted(**told: Any) -> Request:
        return Request("book_trip", **{"style": "tuned", "more_new_values": True, **told})

    require_values_proposed(ENGLISH_ONLY, [wanted(), wanted(method="slot-swap")])
    require_values_proposed(UNTUNED_TEACHER, [wanted(more_new_values=False)])
    for teacher, request in (
        (ENGLISH_ONLY, wanted(method="slot-swap")),
        (ENGLISH_ONLY, wanted(style="instruct")),
        (ENGLISH_ONLY, wanted(include=(Include("city"),))),
        (UNTUNED_TEACHER, wanted()),
    ):
        with pytest.raises(InvalidValue, match="more new values, which nobody would list"):
            require_values_proposed(teacher, [request])
