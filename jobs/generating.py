"""Ordering utterances: what a page or a command may ask for; the worker does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session

from backend.domain.errors import Unavailable
from backend.domain.parse_schema import ParseSchema
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.methods import method, methods, methods_for
from backend.ordering import plan, usual_sampling
from backend.teacher.catalogue import check_name, style_of
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import PACKAGED
from backend.teacher.protocol import Sampling
from jobs.estimating import price_of
from jobs.settings import settings
from jobs.terms import Terms, agree, require_agreed
from jobs.writers import require_writes, writer_for
from storage.engine import Store
from storage.jobs import create_job, last_job_id, request_cancel
from storage.projects import project_by_id, set_teacher
from storage.schemas import load_schema
from storage.seeds import seeds_for
from storage.tables import Job


@dataclass(frozen=True)
class TeacherInfo:
    """A teacher that can be chosen without looking anywhere."""

    name: str
    description: str


def order_generation(
    store: Store, project_id: int, request: Request, *, sampling: Sampling | None = None, teacher: str | None = None
) -> tuple[Job, bool]:
    """Queue a job, as `order_generations`."""
    (ordered,) = order_generations(store, project_id, (request,), sampling=sampling, teacher=teacher)
    return ordered


def order_generations(
    store: Store,
    project_id: int,
    requests: Sequence[Request],
    *,
    sampling: Sampling | None = None,
    teacher: str | None = None,
) -> tuple[tuple[Job, bool], ...]:
    """Queue a job for each request, or take the active one for the same request: (job, whether it is new) of each.

    All of them are queued, or none. A job is queued by its row alone. The worker finds it there, so there is no
    moment at which it is in one database and not in the other.

    Raises:
        InvalidValue: unknown method or labels, or a language that the teacher cannot write.
        Unavailable: a teacher that cannot be.
        NotFound: the project is gone.
    """
    with store.read() as session:
        chosen = teacher or project_by_id(project_id, session=session).teacher
    for request in requests:
        preview_prompt(store, project_id, request)
        require_teacher_for(chosen, request)
    with store.write() as session:
        return tuple(
            _create(project_id, one, chosen, sampling or usual_sampling(one.style), session) for one in requests
        )


def _create(project_id: int, request: Request, teacher: str, sampling: Sampling, session: Session) -> tuple[Job, bool]:
    writer = writer_for(teacher, request)
    price = price_of(writer)
    return create_job(
        project_id,
        request,
        teacher=writer,
        sampling=asdict(sampling),
        prices=(price.input, price.output) if price else None,
        session=session,
    )


def cancel_generation(store: Store, uid: str) -> None:
    """Ask a job to stop; what it has written stays.

    Raises:
        NotFound: no such job.
        Conflict: it has ended already.
    """
    with store.write() as session:
        request_cancel(uid, session=session)


def preview_prompt(store: Store, project_id: int, request: Request) -> Prompt:
    """The first prompt of a request as it will be sent, but for values that are proposed first (`proposing`).

    Raises:
        InvalidValue: unknown method or labels.
    """
    with store.read() as session:
        schema = load_schema(project_id, session=session)
        labels = request.included
        seeds = seeds_for(project_id, request.intent, request.language, labels=labels, session=session)
    return plan(replace(request, count=1), schema, seeds)[0].prompt


def choose_teacher(store: Store, project_id: int, name: str, *, agreed: Terms | None = None) -> None:
    """Set the teacher of a project.

    Args:
        agreed: terms that the person has just agreed to; they are remembered if the teacher is there.

    Raises:
        Unavailable: a name that cannot be a teacher; says where it was looked for. Or terms that are not agreed to.
    """
    name = name.strip()
    check_name(name)
    if agreed:
        agree(agreed, settings())
    check_teacher(name)
    with store.write() as session:
        set_teacher(project_id, name, session=session)


def fresh_seed(store: Store, project_id: int) -> int:
    """A seed that no job of the project had by default: the same one would write the same again."""
    with store.read() as session:
        return last_job_id(project_id, session=session) + 1


def check_teacher(name: str) -> None:
    """Refuse a name that cannot be a teacher that writes; nothing is loaded or fetched.

    Raises:
        Unavailable: says which name, where it was looked for, and what to type, install or agree to.
    """
    if name == NO_TEACHER:
        without = ", ".join(one.name for one in methods() if not one.needs_teacher)
        remedy = f"Choose one that can; the methods that need none ({without}) work with any."
        raise Unavailable("a teacher that cannot write", value=name, remedy=remedy)
    check_name(name)
    require_agreed(name, settings())


def require_teacher_for(teacher: str, request: Request) -> None:
    """Refuse a request that the teacher cannot write, whatever the project holds; nothing is loaded or fetched.

    Raises:
        InvalidValue: a language that it cannot write.
        Unavailable: a teacher that cannot be.
    """
    if needs_teacher(request.method):
        check_teacher(teacher)
        require_writes(teacher, request)


def style_for(teacher: str, method: str) -> str:
    """The prompt style that a teacher reads best: `tuned` for one that was tuned on the method, else `instruct`."""
    return style_of(teacher, method)


def known_teachers() -> tuple[TeacherInfo, ...]:
    """The teachers that come as packages; any hub or folder name may be given as well."""
    return tuple(TeacherInfo(packaged.name, packaged.description) for packaged in PACKAGED)


def method_names(parses: ParseSchema | None = None) -> tuple[str, ...]:
    """The methods of a project of such parses, or of one of slots when None."""
    return tuple(method.name for method in methods_for(parses.form if parses else None))


def usual_method(store: Store, project_id: int) -> str:
    """The method that is taken where none is named: the first for the project's kind."""
    with store.read() as session:
        parses = load_schema(project_id, session=session).parses
    return method_names(parses)[0]


def needs_teacher(name: str) -> bool:
    """Whether a teacher writes for the method of that name; otherwise the project's one is not asked.

    Raises:
        InvalidValue: unknown name.
    """
    return method(name).needs_teacher


def method_description(name: str) -> str:
    """What the method of that name does, in a line."""
    return method(name).description
