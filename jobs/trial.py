"""One trial of a teacher, as the worker runs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from backend.batching import Batch, batches
from backend.domain.candidate import Candidate
from backend.domain.normalise import normalised
from backend.ordering import SAMPLES_PER_PROMPT, plan, usual_sampling
from backend.pipeline import candidates
from backend.teacher.memory import memory_now, reset_peak
from backend.teacher.protocol import Order, Teacher
from backend.teacher.remote.name import is_remote
from jobs.cancelling import cancel_watch, run_cancelled
from jobs.keeping import is_kept, keep_teacher
from jobs.settings import Settings
from jobs.trying import TRIAL_SECONDS, TrialResult, Written, requested, result_columns, trial_material
from jobs.writers import writer_for
from storage.engine import Store
from storage.tables import TeacherRun
from storage.teacher_runs import finish_run, run_by_uid, set_progress, start_run

SHOWN = 24
"""Outputs that are kept of a trial, to be looked at."""
TELL_SECONDS = 0.5


def run_trial(store: Store, uid: str, settings: Settings, *, seconds: float = TRIAL_SECONDS) -> bool:
    """Load the teacher, have it write for `seconds` at most, and store what was found; False once it is cancelled.

    Raises:
        Unavailable: the teacher cannot be loaded, or broke down.
        InvalidValue: the labels that it was ordered with are gone.
    """
    with store.write() as session:
        run = run_by_uid(uid, session=session)
        writer = writer_for(run.teacher, requested(run))
        start_run(run.id, "writing" if is_kept(writer, settings) else "loading the teacher", session=session)
    should_stop = cancel_watch(lambda: run_cancelled(store, TeacherRun, run.id))
    if should_stop():
        return False
    kept = keep_teacher(writer, settings)
    with store.write() as session:
        start_run(run.id, "writing", session=session)
    reset_peak()
    tally = _write(store, run, kept.teacher, settings, should_stop, seconds)
    if run_cancelled(store, TeacherRun, run.id):
        return False
    memory, card = memory_now(), kept.teacher.card
    result = TrialResult(
        device=card.device,
        dtype=card.dtype,
        weights=card.weights,
        adapter=card.adapter or "",
        revision=card.revision_or_hash,
        load_seconds=round(kept.load_seconds, 2),
        process_bytes=memory.process,
        gpu_bytes=memory.gpu,
        seconds=round(tally.seconds, 3),
        outputs=tally.outputs,
        kept=tally.kept,
        tokens=tally.tokens,
        input_tokens=tally.input_tokens,
        tokens_per_second=round(tally.speed[0], 2),
        outputs_per_second=round(tally.speed[1], 3),
        is_lower_bound=not tally.finished,
        shown=tuple(tally.shown),
        server=card.server,
        takes_grammar=card.takes_grammar,
    )
    with store.write() as session:
        finish_run(uid, "done", result=result_columns(result), session=session)
    return True


@dataclass(frozen=True)
class _Pace:
    seconds: float
    tokens: int
    outputs: int


@dataclass
class _Tally:
    outputs: int = 0
    kept: int = 0
    tokens: int = 0
    input_tokens: int = 0
    seconds: float = 0.0
    finished: list[_Pace] = field(default_factory=list)
    shown: list[Written] = field(default_factory=list)

    def add(self, candidate: Candidate, seconds: float) -> None:
        self.outputs += 1
        self.kept += candidate.kept
        self.tokens += candidate.tokens
        self.input_tokens += candidate.input_tokens
        self.seconds = seconds
        if len(self.shown) < SHOWN:
            self.shown.append(_written(candidate))

    @property
    def speed(self) -> tuple[float, float]:
        """Tokens and outputs a second; see TrialResult."""
        paces = self.finished or [_Pace(self.seconds, self.tokens, self.outputs)]
        seconds = max(sum(pace.seconds for pace in paces), 1e-6)
        return sum(pace.tokens for pace in paces) / seconds, sum(pace.outputs for pace in paces) / seconds

    @property
    def progress(self) -> dict[str, float]:
        return {"outputs": self.outputs, "tokens": self.tokens, "seconds": round(self.seconds, 1)}


def _write(
    store: Store, run: TeacherRun, teacher: Teacher, settings: Settings, should_stop: Callable[[], bool], seconds: float
) -> _Tally:
    """Write batch by batch; none is begun that would not end in time, since what is cut off cannot be counted."""
    request = requested(run)
    schema, seeds = trial_material(store, run.project_id, request)
    planned = _batches(plan(request, schema, seeds), run.teacher, settings)
    seen = {normalised(seed.text) for seed in seeds}
    tally, longest, told = _Tally(), 0.0, 0.0
    begun = time.monotonic()

    def elapsed() -> float:
        return time.monotonic() - begun

    for batch in planned:
        batch_begun, before = elapsed(), (tally.tokens, tally.outputs)
        if batch_begun + longest > seconds or should_stop():
            break
        stream = candidates(
            batch,
            request=request,
            teacher=teacher,
            sampling=usual_sampling(request.style),
            seen=seen,
            should_stop=lambda: should_stop() or elapsed() >= seconds,
        )
        for candidate in stream:
            tally.add(candidate, elapsed())
            if elapsed() - told >= TELL_SECONDS:
                told = elapsed()
                with store.write() as session:
                    set_progress(run.id, tally.progress, session=session)
        longest = max(longest, elapsed() - batch_begun)
        if before[1] and tally.outputs - before[1] == batch.size:
            tally.finished.append(_Pace(elapsed() - batch_begun, tally.tokens - before[0], batch.size))
    return tally


def _batches(orders: Sequence[Order], teacher: str, settings: Settings) -> tuple[Batch, ...]:
    """A single output first: it is there soon, however slow the teacher. Then as many at once as a job would have."""
    size = settings.remote_concurrency * SAMPLES_PER_PROMPT if is_remote(teacher) else settings.batch_size
    rest = (replace(batch, index=batch.index + 1) for batch in batches(orders[1:], size))
    return (*batches([replace(orders[0], samples=1)], 1), *rest)


def _written(candidate: Candidate) -> Written:
    utterance, failed = candidate.utterance, candidate.dropped_for
    return Written(
        raw=candidate.raw.replace("\x00", "\ufffd"),  # PostgreSQL stores no NUL in text
        text=utterance.text if utterance else "",
        spans=tuple((span.start, span.end, span.slot) for span in utterance.spans) if utterance else (),
        check=failed.check if failed else "",
        detail=failed.detail if failed else "",
        tokens=candidate.tokens,
    )
