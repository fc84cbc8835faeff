"""The worker's second thread: it keeps what is known about every project's candidates up to date.

One slice at a time, and far smaller ones while a job is at work. The database alone says what is left to do, so a
worker that is killed goes on where it was.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.domain.errors import TeachsetError
from backend.insight.prediction import Predictor
from backend.students.encoder import Encoder
from jobs.analysis.embedding import NoVectors
from jobs.analysis.pace import Pace
from jobs.analysis.round import Kept, analyse, due
from jobs.analysis.tools import Parses, Slices, Tools, uid_of
from storage.analyses import Latest, Pulse, analysis_of, is_there, note_progress, pulses, unknown_decisions
from storage.engine import Store
from storage.jobs import active_jobs
from storage.tables import now
from storage.teacher_runs import active_runs
from storage.workers import is_first_alive

LOOK_SECONDS = 1.0
"""How often a thread that has nothing to do looks for something."""

IDLE_SECONDS = 300.0
"""After which an encoder that nothing was to be done with is given up, and what is kept of projects."""

RETRY_SECONDS = 60.0
"""After which a project whose round failed is tried again."""

log = logging.getLogger("teachset.worker")


@dataclass
class _Project:
    """Where a project stands: its pulse at the start of the last round that ended, and the round under way."""

    settled: Pulse | None = None
    student: str = ""
    begun: Pulse = field(default_factory=Pulse)
    kept: Kept = field(default_factory=Kept)
    not_before: float = 0.0


class Analyser:
    """Keeps insights up to date, slice by slice.

    Args:
        open_encoder: called when there is something to embed; what it raises each project's analysis then says, and
            does without vectors until the next worker.
        predictor_of: the student of a project, by its id, or None; asked every second, so it should load nothing
            before it predicts.
        parser_of: likewise, of a project of parses.
        executor: this worker's name; of several on one database the first that is alive does it all.
        clock: seconds, for tests.
    """

    def __init__(
        self,
        store: Store,
        open_encoder: Callable[[], Encoder],
        predictor_of: Callable[[int], Predictor | None] = lambda _project_id: None,
        executor: str = "",
        clock: Callable[[], float] = time.monotonic,
        parser_of: Callable[[int], Parses | None] = lambda _project_id: None,
    ) -> None:
        self._store = store
        self._open_encoder = open_encoder
        self._predictor_of = predictor_of
        self._parser_of = parser_of
        self._executor = executor
        self._clock = clock
        self._pace = Pace()
        self._projects: dict[int, _Project] = {}
        self._rounds: deque[tuple[int, Slices]] = deque()
        self._encoder: Encoder | None = None
        self._missing = ""
        self._worked_at = self._looked_at = clock()

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; whatever goes wrong is logged and tried again."""
        while not stop.is_set():
            began = time.monotonic()
            try:
                worked = self.step()
            except Exception:  # a full disk, a locked database: they pass
                log.exception("the worker could not look for insights; it tries again")
                worked = False
            pause = self._pace.pause(time.monotonic() - began) if worked else LOOK_SECONDS
            stop.wait(max(pause, 0.005))

    def step(self) -> bool:
        """Do one slice; False if there was nothing to do."""
        if not self._rounds or self._clock() - self._looked_at >= LOOK_SECONDS:
            self._looked_at = self._clock()
            self._look()
        if not self._rounds:
            self._rest()
            return False
        with self._store.read() as session:
            self._pace.busy = bool(active_jobs(session=session) or active_runs(session=session))
        project_id, slices = self._rounds.popleft()
        try:
            next(slices)
        except StopIteration:
            self._settle(project_id)
        except NoVectors as error:  # it begins anew, without
            self._do_without(str(error))
            self._projects[project_id] = _Project()
        except Exception as error:
            self._begin_anew(project_id, error)
        else:
            self._rounds.append((project_id, slices))
        self._worked_at = self._clock()
        return True

    def _look(self) -> None:
        """Begin a round of every project in which something changed that matters now."""
        with self._store.read() as session:
            found = pulses(session=session) if is_first_alive(self._executor, session=session) else {}
        at_work = {project_id for project_id, _ in self._rounds}
        for gone in self._projects.keys() - found.keys() - at_work:
            del self._projects[gone]
        for project_id, pulse in found.items():
            project = self._projects.setdefault(project_id, _Project())
            if project_id in at_work or self._clock() < project.not_before:
                continue
            predictor, parser = self._asked(project_id)
            student = uid_of(predictor, parser)
            after = self._after(project_id, project, pulse, student)
            if after is None:
                continue
            project.begun, project.student = pulse, student
            tools = Tools(self._store, self._pace, self._ready_encoder(project_id), predictor, parser)
            self._rounds.append((project_id, analyse(project_id, tools, project.kept, after=after)))

    def _after(self, project_id: int, project: _Project, pulse: Pulse, student: str) -> int | None:
        """The id after which a round has to look; None for no round."""
        settled = project.settled
        if settled is None or student != project.student:
            return 0
        if pulse == settled:
            return None
        with self._store.read() as session:
            if not is_there(settled.example, session=session):
                project.kept = Kept()  # later rows may have its id, and those of others that went with it
                return 0
        if pulse.decision != settled.decision and due(self._store, project_id, student, now()):
            return 0  # an edit may have changed any text
        return settled.example.id if pulse.example != settled.example else None

    def _ready_encoder(self, project_id: int) -> Encoder | None:
        if self._encoder is None and not self._missing:
            try:
                self._encoder = self._open_encoder()
                self._encoder.name  # noqa: B018 - raises where the weights are not there
            except Exception as error:  # a home that is nobody's, a package that does not fit: it would fail again
                known = isinstance(error, TeachsetError)
                self._do_without(str(error) if known else f"the encoder cannot be opened: {error}")
        with self._store.read() as session:
            said = analysis_of(project_id, session=session).error
        if said != self._missing:
            with self._store.write() as session:
                note_progress(project_id, error=self._missing, session=session)
        return self._encoder

    def _do_without(self, problem: str) -> None:
        self._encoder, self._missing = None, problem
        log.warning("candidates are compared without vectors: %s", problem)

    def _settle(self, project_id: int) -> None:
        project = self._projects[project_id]
        with self._store.read() as session:
            waiting, _ = unknown_decisions(analysis_of(project_id, session=session), session=session)
        # Decisions that no ranking was due for yet are asked after again.
        project.settled = project.begun._replace(decision=Latest(-1)) if waiting else project.begun

    def _asked(self, project_id: int) -> tuple[Predictor | None, Parses | None]:
        """The student of a project, of slots or of parses."""
        predictor = self._predictor_of(project_id)
        return predictor, None if predictor else self._parser_of(project_id)

    def _begin_anew(self, project_id: int, error: Exception) -> None:
        """At once where another student took the place of the one that was asked, whose folder may be gone by now."""
        project = self._projects[project_id]
        if isinstance(error, TeachsetError) and uid_of(*self._asked(project_id)) != project.student:
            self._projects[project_id] = _Project(kept=project.kept)
        else:
            self._put_off(project_id, error)

    def _put_off(self, project_id: int, error: Exception) -> None:
        project = self._projects[project_id] = _Project(not_before=self._clock() + RETRY_SECONDS)
        if isinstance(error, TeachsetError):
            log.error("insights of project %s: %s", project_id, error)
        else:
            log.error("insights of project %s broke down", project_id, exc_info=error)
        try:
            with self._store.write() as session:
                note_progress(project_id, error=str(error), phase="", session=session)
        except TeachsetError as second:  # the database, most likely for the same reason
            log.error("%s", second)
            project.not_before = self._clock() + LOOK_SECONDS

    def _rest(self) -> None:
        if self._clock() - self._worked_at >= IDLE_SECONDS:
            self._encoder = None
            for project in self._projects.values():
                project.kept = Kept()
