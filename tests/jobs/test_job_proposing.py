"""What the base of a job's teacher lists before the prompts of the job are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from backend.domain.errors import Unavailable
from backend.domain.request import Include, Request
from backend.domain.schema import Slot
from backend.teacher.packaged import DEFAULT_TEACHER, UNTUNED_TEACHER
from backend.teacher.scripted import ScriptedTeacher
from backend.values.proposing import ENTRIES
from jobs import keeping
from jobs.generating import cancel_generation, order_generation
from jobs.generation import load_teacher, prepare, write_batch
from jobs.keeping import drop_teacher
from jobs.proposing import propose_values
from jobs.settings import Settings
from storage.engine import Store
from storage.examples import find_examples
from storage.filters import ExampleFilter
from storage.jobs import job_by_uid
from storage.projects import set_teacher
from storage.prompts import load_prompts
from storage.proposed_values import latest_proposed, proposed_values
from storage.schemas import put_slot
from storage.tables import Example, Job, Project


@pytest.fixture(autouse=True)
def base(store: Store, project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedTeacher]:
    """The base of the project's teacher, which is one that was tuned; three cities are known, and one day."""
    teachers = {
        UNTUNED_TEACHER: ScriptedTeacher(["lima\n", "Lima\n", "quito\n"]),
        DEFAULT_TEACHER: ScriptedTeacher(obedient=True),
    }
    monkeypatch.setattr(keeping, "open_teacher", lambda name, **_: teachers[name])
    drop_teacher()
    with store.write() as session:
        set_teacher(project.id, DEFAULT_TEACHER, session=session)
        put_slot(project.id, Slot("city", "", ("oslo", "rome", "bergen")), session=session)
    yield teachers[UNTUNED_TEACHER]
    drop_teacher()


def ordered(store: Store, project: Project, request: Request | None = None) -> Job:
    drawn = request or Request("book_trip", style="tuned", count=80)
    return order_generation(store, project.id, drawn)[0]


def now(store: Store, job: Job) -> Job:
    with store.read() as session:
        return job_by_uid(job.uid, session=session)


def written(store: Store, project: Project, job: Job) -> list[Example]:
    for index in range(prepare(store, job.uid, 200)):
        write_batch(store, job.uid, index, load_teacher(store, job.uid, Settings()))
    with store.read() as session:
        return find_examples(project.id, ExampleFilter(origin="generated"), session=session)


def test_what_is_listed_is_asked_for_and_every_candidate_says_so(store: Store, project: Project) -> None:
    job = ordered(store, project)
    propose_values(store, job.uid, Settings())
    assert now(store, job).proposed == {"city": ["lima", "quito"]}
    of_list = [row for row in written(store, project, job) if "proposed" in row.provenance]
    assert of_list
    for row in of_list:
        (item,) = row.provenance["proposed"]
        assert item in row.provenance["asked"]
        assert (item["slot"], item["value"]) in row.utterance.slots
        assert item["value"] in ("lima", "quito")


def test_a_restart_lists_nothing_again_and_changes_no_prompt(
    store: Store, project: Project, base: ScriptedTeacher
) -> None:
    job = ordered(store, project)
    propose_values(store, job.uid, Settings())
    prepare(store, job.uid, 200)
    with store.read() as session:
        before = load_prompts(job.id, session=session)
    propose_values(store, job.uid, Settings())
    prepare(store, job.uid, 200)
    with store.read() as session:
        assert load_prompts(job.id, session=session) == before
    assert len(base.history) == 1


def test_a_later_job_takes_what_was_listed_before_but_for_what_is_known_by_now(
    store: Store, project: Project, base: ScriptedTeacher
) -> None:
    propose_values(store, ordered(store, project).uid, Settings())
    with store.write() as session:
        put_slot(project.id, Slot("city", "", ("oslo", "rome", "bergen", "quito")), session=session)
        put_slot(project.id, Slot("day", "", ("monday", "tuesday", "friday")), session=session)
    base.replies = ["lima\n", "Quito\n", "sunday\n"]
    later = ordered(store, project, Request("book_trip", style="tuned", count=7))
    propose_values(store, later.uid, Settings())
    assert now(store, later).proposed == {"city": ["lima"], "day": ["sunday"]}, "the others are cities"
    cities, days = ({order.prompt.labels for order in orders} for orders, _, _ in base.history)
    assert (cities, days) == ({((1, "city"),)}, {((1, "day"),)}), "cities are not listed again"


def test_what_was_listed_before_and_is_known_as_another_slots_by_now_is_no_more_proposed(
    store: Store, project: Project
) -> None:
    propose_values(store, ordered(store, project).uid, Settings())
    with store.write() as session:
        put_slot(project.id, Slot("day", "", ("monday", "friday", "Lima")), session=session)
    later = ordered(store, project, Request("book_trip", style="tuned", count=7))
    propose_values(store, later.uid, Settings())
    assert now(store, later).proposed == {"city": ["quito"], "day": []}


def test_what_was_listed_in_one_language_is_not_taken_in_another(store: Store, project: Project) -> None:
    propose_values(store, ordered(store, project).uid, Settings())
    with store.read() as session:
        assert latest_proposed(project.id, "de", session=session) == {}
        assert latest_proposed(project.id, "en", session=session) == {"city": ["lima", "quito"]}


def test_prompts_that_an_older_version_made_are_not_made_anew(
    store: Store, project: Project, base: ScriptedTeacher
) -> None:
    job = ordered(store, project)
    prepare(store, job.uid, 200)
    propose_values(store, job.uid, Settings())
    assert (base.history, now(store, job).proposed) == ([], None)


@pytest.mark.parametrize(
    "request_",
    [
        Request("book_trip", style="tuned", include=(Include("city"),)),
        Request("book_trip", style="tuned", include=(Include("day"),), vary=True),
        Request("book_trip", style="instruct"),
        Request("cancel_trip", style="tuned"),
        Request("book_trip", method="slot-swap"),
    ],
    ids=["just what is included", "too few days are known", "instruct", "no value is known", "no teacher"],
)
def test_nobody_is_asked_for_values_that_no_prompt_would_take(
    store: Store, project: Project, base: ScriptedTeacher, request_: Request
) -> None:
    job = ordered(store, project, request_)
    propose_values(store, job.uid, Settings())
    assert (base.history, now(store, job).proposed) == ([], None)


def test_a_teacher_that_was_not_tuned_is_not_asked(
    store: Store, project: Project, base: ScriptedTeacher, obedient: str
) -> None:
    with store.write() as session:
        set_teacher(project.id, obedient, session=session)
    propose_values(store, ordered(store, project).uid, Settings())
    assert base.history == []


def test_a_job_that_wants_more_new_values_has_them_listed_where_one_is_known(store: Store, project: Project) -> None:
    of_days = Request("book_trip", style="tuned", count=80, include=(Include("day"),), vary=True)
    job = ordered(store, project, replace(of_days, more_new_values=True))
    propose_values(store, job.uid, Settings())
    assert now(store, job).proposed == {"day": ["lima", "quito"]}
    assert {"lima", "quito"} <= {value for row in written(store, project, job) for _, value in row.utterance.slots}


def test_a_job_that_is_cancelled_while_values_are_listed_stores_none(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ordered(store, project)
    monkeypatch.setattr("jobs.cancelling.LOOK_SECONDS", 0.0)

    class Cancelling(ScriptedTeacher):
        def _wait(self, should_stop: Callable[[], bool]) -> bool:
            if self.replied == ENTRIES:
                cancel_generation(store, job.uid)
            return super()._wait(should_stop)

    teacher = Cancelling(["lima\n"])
    monkeypatch.setattr(keeping, "open_teacher", lambda name, **_: teacher)
    propose_values(store, job.uid, Settings())
    assert teacher.replied == ENTRIES
    assert now(store, job).proposed is None


def test_a_base_that_cannot_be_loaded_says_so(store: Store, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str, **_: object) -> ScriptedTeacher:
        raise Unavailable("weights that are gone", value=name)

    monkeypatch.setattr(keeping, "open_teacher", gone)
    with pytest.raises(Unavailable, match=f"weights that are gone '{UNTUNED_TEACHER}'"):
        propose_values(store, ordered(store, project).uid, Settings())


def test_the_latest_proposed_of_a_slot_are_offered_first_and_no_value_twice(store: Store, project: Project) -> None:
    for listed in (["lima", "quito"], ["cusco", "lima"]):
        job = ordered(store, project, Request("book_trip", style="tuned", count=len(listed[0])))
        with store.write() as session:
            session.merge(now(store, job)).proposed = {"city": listed}
    with store.read() as session:
        assert proposed_values(project.id, "city", session=session) == ("cusco", "lima", "quito")
        assert proposed_values(project.id, "day", session=session) == ()
        assert proposed_values(project.id + 1, "city", session=session) == ()
