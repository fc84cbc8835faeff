"""Trying a teacher: what a page or a command may order, and what the worker found out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.domain.request import Request
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.ordering import plan
from backend.teacher.protocol import Sampling
from backend.teacher.remote.name import is_remote
from backend.teacher.remote.price import Estimate, estimated
from jobs import demo
from jobs.estimating import price_of
from jobs.generating import check_teacher, style_for
from jobs.writers import require_writes
from storage.engine import Store
from storage.projects import project_by_id
from storage.schemas import load_schema
from storage.seeds import seeds_for
from storage.tables import TRIAL, TeacherRun
from storage.teacher_runs import cancel_run, create_run, list_runs

TRIAL_SECONDS = 10.0
LOCAL_OUTPUTS = 256
REMOTE_OUTPUTS = 64
"""At most; a server's are somebody's bill."""


@dataclass(frozen=True)
class Written:
    """An output of a trial: raw, and what was read of it or why it was refused.

    `spans` are (start, end, slot); text and spans are empty where nothing could be read. `check` names the
    check that failed; it is empty for an output that would be kept.
    """

    raw: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    check: str
    detail: str
    tokens: int


@dataclass(frozen=True)
class TrialResult:
    """What a trial found out.

    Attributes:
        device, dtype: where the teacher runs and in which dtype ("remote" and "" for a server).
        weights, adapter, revision: as its card says.
        load_seconds: what loading it took, in this trial or in an earlier job of the worker that kept it open.
        process_bytes, gpu_bytes: memory of the worker with the teacher in it, the latter at its peak; None without one.
        seconds: from the start of writing until the last output.
        tokens, input_tokens: of all outputs.
        tokens_per_second, outputs_per_second: over the batches that were finished, without the first output, with
            which everything warms up. is_lower_bound: none was; the speed is that of what was finished all the same.
        shown: the first outputs, each raw and read.
        server, takes_grammar: as its card says; None where that is not known, as of a trial of an older version.
    """

    device: str
    dtype: str
    weights: str
    adapter: str
    revision: str
    load_seconds: float
    process_bytes: int
    gpu_bytes: int | None
    seconds: float
    outputs: int
    kept: int
    tokens: int
    input_tokens: int
    tokens_per_second: float
    outputs_per_second: float
    is_lower_bound: bool
    shown: tuple[Written, ...]
    server: str | None = None
    takes_grammar: bool | None = None


_REQUEST = TypeAdapter(Request)
_RESULT = TypeAdapter(TrialResult)


def trial_schema(store: Store, project_id: int) -> tuple[Schema, bool]:
    """The schema that a trial can ask for, and whether it is the project's: the demo's stands in for an empty one."""
    with store.read() as session:
        schema = load_schema(project_id, session=session)
    return (schema, True) if schema.intents else (demo.SCHEMA, False)


def trial_material(store: Store, project_id: int, request: Request) -> tuple[Schema, list[Utterance]]:
    """Schema and seeds that the prompts of a trial are made of."""
    schema, is_own = trial_schema(store, project_id)
    if not is_own:
        return schema, [seed for seed in demo.seeds() if seed.intent == request.intent]
    with store.read() as session:
        return schema, seeds_for(project_id, request.intent, request.language, session=session)


def trial_request(teacher: str, request: Request) -> Request:
    """The request of a trial: as given, in the teacher's own prompt style, for as many outputs as fit at most."""
    count = REMOTE_OUTPUTS if is_remote(teacher) else LOCAL_OUTPUTS
    return replace(request, style=style_for(teacher, request.method), count=count)


def estimate_trial(store: Store, project_id: int, request: Request, *, teacher: str) -> Estimate:
    """What a trial may come to at most; nothing is sent.

    Raises:
        InvalidValue: unknown method or labels.
    """
    asked = trial_request(teacher, request)
    schema, seeds = trial_material(store, project_id, asked)
    first = plan(replace(asked, count=16), schema, seeds)
    return estimated(first, Sampling(), price_of(teacher), asked.count)


def order_trial(
    store: Store, project_id: int, request: Request, *, teacher: str | None = None
) -> tuple[TeacherRun, bool]:
    """Queue a trial, or return the one that is active in the project: (run, whether it is new).

    Args:
        teacher: the project's when None.

    Raises:
        InvalidValue: unknown method or labels, or a language that the teacher cannot write.
        Unavailable: a teacher that cannot be.
        NotFound: the project is gone.
    """
    with store.read() as session:
        chosen = teacher or project_by_id(project_id, session=session).teacher
        earlier = list_runs(project_id, TRIAL, limit=1, session=session)
    check_teacher(chosen)
    asked = replace(trial_request(chosen, request), seed=earlier[0].id + 1 if earlier else 1)
    require_writes(chosen, asked)
    plan(replace(asked, count=1), *trial_material(store, project_id, asked))
    spec = {"request": asdict(asked)}
    with store.write() as session:
        return create_run(project_id, TRIAL, teacher=chosen, spec=spec, session=session)


def cancel_teacher_run(store: Store, uid: str) -> None:
    """Ask a trial or tuning to stop.

    Raises:
        NotFound: no such run.
        Conflict: it has ended already.
    """
    with store.write() as session:
        cancel_run(uid, session=session)


def requested(run: TeacherRun) -> Request:
    """The request of a trial as it was ordered."""
    return _REQUEST.validate_python(run.spec["request"])


def trial_result(run: TeacherRun) -> TrialResult | None:
    """What a trial found out; None for one that was not seen through, or whose result another version wrote."""
    try:
        return _RESULT.validate_python(run.result) if run.result else None
    except ValidationError:
        return None


def result_columns(result: TrialResult) -> dict[str, Any]:
    """A result as it is stored."""
    columns: dict[str, Any] = _RESULT.dump_python(result, mode="json")
    return columns
