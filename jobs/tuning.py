"""Tuning a teacher: what a page may order, and how far it is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from backend.domain.errors import Conflict, InvalidValue, Unavailable
from backend.domain.names import label_name
from backend.methods import method as method_of
from backend.methods import methods, writes_parses
from backend.teacher.adapter import adapter_of
from backend.teacher.catalogue import check_name
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.packaged import PACKAGED
from backend.teacher.tuning.data import split
from backend.teacher.tuning.resuming import is_bare
from backend.teacher.tuning.settings import TuneSettings
from jobs.settings import Settings
from jobs.terms import require_agreed
from jobs.tuning_data import TuningData, data_file, lay_down
from storage.engine import Store
from storage.tables import ACTIVE_JOB, TUNING, TeacherRun
from storage.teacher_runs import create_run, run_by_uid

FULL_LEARNING_RATE = 1e-4
"""Peak, where all weights learn: what suits LoRA's few would take the others too far."""


@dataclass(frozen=True)
class TuningOrder:
    """What is asked of a tuning; `run_tuning` reads the same from the run's spec.

    Attributes:
        name: of the teacher that comes out; base: of the one that is tuned.
        methods: what it is tuned for, at least one.
        sources: name → SHA-256 of what the data was read from. licence: of it, for the card.
        data_uid: under which the data was laid down.
    """

    name: str
    base: str
    methods: tuple[str, ...]
    excluded: tuple[str, ...]
    settings: TuneSettings
    licence: str = ""
    sources: Mapping[str, str] | None = None
    data_uid: str = ""


@dataclass(frozen=True)
class TuningProgress:
    """How far a tuning is: steps, the losses measured last, and the curve, point by point."""

    step: int = 0
    steps: int = 0
    loss: float | None = None
    held_out_loss: float | None = None
    curve: tuple[dict[str, float], ...] = ()


_ORDER = TypeAdapter(TuningOrder)
_PROGRESS = TypeAdapter(TuningProgress)


def tuning_settings(*, full: bool, passes: int, held_out: float, batch_tokens: int, seed: int = 0) -> TuneSettings:
    """Settings with the learning rate that suits LoRA, or all weights.

    Raises:
        InvalidValue: a number out of its range.
    """
    rate = FULL_LEARNING_RATE if full else TuneSettings.learning_rate
    return TuneSettings(
        full=full, passes=passes, held_out=held_out, batch_tokens=batch_tokens, learning_rate=rate, seed=seed
    )


def tunable_bases() -> tuple[str, ...]:
    """The packaged teachers that are not tuned yet."""
    return tuple(packaged.name for packaged in PACKAGED if not packaged.adapter)


def tunable_methods(*, parses: bool) -> tuple[str, ...]:
    """The methods that teachers can be tuned for, those that write what the data holds first: slots, or parses."""
    tunable = [method for method in methods() if method.tuned_templates]
    return tuple(method.name for method in sorted(tunable, key=lambda method: writes_parses(method.name) != parses))


def tuned_name(name: str, settings: Settings) -> str:
    """Return `name` if the teacher that a tuning makes may be called so: it becomes a folder, and never a path.

    Raises:
        InvalidValue: other characters than a label has, or a slash. Conflict: the name is taken.
    """
    name = label_name(name, kind="teacher")
    if "/" in name:
        raise InvalidValue("teacher name with a slash", value=name, remedy="Use letters, digits, _ . or -.")
    if name.casefold() in _taken(settings):
        raise Conflict("there is already a tuned teacher", value=name, remedy="Choose another name.")
    return name


def order_tuning(
    store: Store, project_id: int, order: TuningOrder, data: TuningData, settings: Settings
) -> tuple[TeacherRun, bool]:
    """Lay the data down and queue a tuning, or return the one that is active in the project: (run, whether it is new).

    Raises:
        InvalidValue: a name, method or intent that cannot be, too little data, or none that teaches a method.
        Conflict: the name is taken. NotFound: the project is gone.
        Unavailable: a base that cannot be tuned, or a full disk.
    """
    name = tuned_name(order.name, settings)
    check_base(order.base, settings)
    if not order.methods:
        raise InvalidValue("tuning for no method", value=name, remedy="Choose at least one.")
    parts = split(data.utterances, order.excluded, order.settings.held_out, data.keys)
    parts.require_lessons(method_of(name) for name in order.methods)
    uid = str(uuid.uuid4())
    lay_down(data, uid, store, settings)
    whole = replace(order, name=name, sources=dict(data.sources), data_uid=uid)
    with store.write() as session:
        return create_run(
            project_id,
            TUNING,
            teacher=order.base,
            spec=asdict(whole),
            target=name.casefold(),
            uid=uid,
            session=session,
        )


def go_on(store: Store, uid: str, settings: Settings) -> tuple[TeacherRun, bool]:
    """Queue a tuning that was cancelled or failed once more: it goes on from its last checkpoint.

    Raises:
        NotFound: it is gone. Conflict: it is active or done, its data is gone, or its name is being tuned elsewhere.
    """
    with store.write() as session:
        run = run_by_uid(uid, session=session)
        order = tuning_order(run)
        if run.status in (*ACTIVE_JOB, "done"):
            raise Conflict("the tuning does not wait to be gone on with, it is", value=run.status)
        if not data_file(order.data_uid, settings).is_file():
            raise Conflict("the data of the tuning is gone", value=order.name, remedy="Start another one.")
        again, new = create_run(
            run.project_id, TUNING, teacher=run.teacher, spec=run.spec, target=run.target, session=session
        )
        if new:
            again.progress = run.progress
            session.add(again)
        return again, new


def check_base(name: str, settings: Settings) -> None:
    """Refuse a teacher that cannot be tuned; nothing is loaded.

    Raises:
        Unavailable: a server, a script, a teacher that is tuned already, a name that is none, or terms to agree to.
    """
    check_name(name)
    require_agreed(name, settings)
    if name == NO_TEACHER or name.startswith(("openai:", "scripted:")):
        raise Unavailable("teacher that cannot be tuned", value=name, remedy="Choose one whose weights are here.")
    adapter = adapter_of(name)
    if adapter:
        raise Unavailable("teacher that is tuned already", value=name, remedy=f"Tune its base: {adapter.base}.")


def tuning_order(run: TeacherRun) -> TuningOrder:
    """What was asked of a tuning."""
    spec = dict(run.spec)
    if "method" in spec:  # as it was stored when a tuning was for one
        spec["methods"] = (spec.pop("method"),)
    return _ORDER.validate_python(spec)


def tuning_progress(run: TeacherRun) -> TuningProgress:
    """How far a tuning is, or was when it ended."""
    return _PROGRESS.validate_python(run.progress or {})


def progress_columns(progress: TuningProgress) -> dict[str, Any]:
    """Progress as it is stored."""
    return asdict(progress)


def _taken(settings: Settings) -> set[str]:
    folder = settings.tuned_dir
    return {one.name.casefold() for one in folder.iterdir() if not is_bare(one)} if folder.is_dir() else set()
