"""One round over a project: embed what is new, group it, rank it; rank everything again when it is time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from jobs.analysis.embedding import embed
from jobs.analysis.grouping import Buckets, group_new
from jobs.analysis.ranking import Scorers, rank
from jobs.analysis.references import References
from jobs.analysis.round_trips import make_round_trips
from jobs.analysis.scoring import Scorer, train_scorer
from jobs.analysis.slot_scoring import SlotScorer, train_slot_scorer
from jobs.analysis.tools import Slices, Tools
from storage.analyses import (
    Pulse,
    analysis_of,
    begin_ranking,
    came_decided,
    knows_its_rows,
    note_progress,
    pulses,
    unknown_decisions,
)
from storage.engine import Store
from storage.insights import OutOfDate, out_of_date
from storage.students import latest_student
from storage.tables import Analysis, now

DECISIONS = 50
"""New decisions after which everything pending is ranked again."""

QUIET = timedelta(seconds=5)
"""Without a decision, after which it is ranked again for fewer."""

RANKED_AT_ONCE = 8192
"""Rows that are ranked before new ones are looked for."""


@dataclass
class Kept:
    """What is kept in memory from one round of a project to the next; all of it can be loaded anew."""

    references: References | None = None
    buckets: Buckets | None = None
    scorer: Scorer | None = None
    slot_scorer: SlotScorer | None = None
    trained: bool = False

    def outdate(self) -> None:
        """Forget what was loaded of the accepted examples; whether the slot scorer may stay, its training says."""
        self.references = self.scorer = None
        self.trained = False


def due(store: Store, project_id: int, student: str, at: datetime) -> bool:
    """Whether enough was decided, or came in decided, or was deleted, or another student was trained, since the last
    ranking.

    A change of the schema counts with the next decision.
    """
    with store.read() as session:
        analysis = analysis_of(project_id, session=session)
        if _enough_decided(analysis, at, session):
            return True
        if not knows_its_rows(analysis, session=session):
            return True
        return analysis.student != student or came_decided(analysis, session=session)


def _enough_decided(analysis: Analysis, at: datetime, session: Session) -> bool:
    count, last = unknown_decisions(analysis, session=session)
    return count >= DECISIONS or (last is not None and at - last >= QUIET)


def analyse(project_id: int, tools: Tools, kept: Kept, *, after: int = 0) -> Slices:
    """Bring a project's insights up to date.

    Args:
        after: an id; only examples that came later are looked at, unless a ranking is due.
    """
    student = tools.student
    with tools.store.write() as session:
        note_progress(project_id, session=session)  # what is found out from now on is up to date
    while True:
        more = yield from embed(project_id, tools, after=after)
        rows = _out_of_date(project_id, tools, after)
        # A ranking is ended before the next begins, or the end of a long queue would never be reached.
        if not rows.old and due(tools.store, project_id, student, now()):
            with tools.store.write() as session:
                begin_ranking(project_id, student, session=session)
            kept.outdate()
            yield from _trained(project_id, tools, kept)
            after = 0
            rows = _out_of_date(project_id, tools, after)
        if not more and not rows.new and not rows.old:
            break
        yield from _rank(project_id, tools, kept, rows)
        if not more and len(rows.new) + len(rows.old) <= RANKED_AT_ONCE:
            break  # what could not be kept, since somebody changed it meanwhile, changed the project's pulse too
    yield from make_round_trips(
        project_id, tools, lambda ids: _rank_again(project_id, tools, kept, ids), _new_work(project_id, tools)
    )
    with tools.store.write() as session:
        note_progress(project_id, phase="", done=0, total=0, session=session)


def _trained(project_id: int, tools: Tools, kept: Kept) -> Slices:
    if not kept.trained:
        kept.scorer = yield from train_scorer(project_id, tools)
        kept.slot_scorer = yield from train_slot_scorer(project_id, tools, kept.slot_scorer)
        kept.trained = True


def _rank(project_id: int, tools: Tools, kept: Kept, rows: OutOfDate) -> Slices:
    new = rows.new[:RANKED_AT_ONCE]
    if new:
        kept.buckets = kept.buckets or Buckets(project_id, tools.store)
        yield from group_new(project_id, tools, kept.buckets, new)
    yield from _rank_again(project_id, tools, kept, [*new, *rows.old][:RANKED_AT_ONCE])


def _rank_again(project_id: int, tools: Tools, kept: Kept, ids: Sequence[int]) -> Slices:
    kept.references = kept.references or References(project_id, tools.store, tools.encoder_name)
    yield from _trained(project_id, tools, kept)
    yield from rank(project_id, tools, kept.references, Scorers(kept.scorer, kept.slot_scorer), ids)


def _new_work(project_id: int, tools: Tools) -> Callable[[], bool]:
    """Whether examples came in since now, another student was trained, or it is time to rank all again."""

    def last() -> Pulse | None:
        with tools.store.read() as session:
            return pulses(session=session).get(project_id)

    before = last()

    def found() -> bool:
        now_there = last()
        if before is None or now_there is None or now_there.example != before.example:
            return True
        with tools.store.read() as session:
            latest = latest_student(project_id, session=session)
            # Also by decisions from before: they may have been too few, and too fresh, when the round began.
            enough = _enough_decided(analysis_of(project_id, session=session), now(), session)
        if enough or (latest is not None and latest.uid != tools.student):
            return True
        return now_there.decision != before.decision and due(tools.store, project_id, tools.student, now())

    return found


def _out_of_date(project_id: int, tools: Tools, after: int) -> OutOfDate:
    with tools.store.read() as session:
        since = analysis_of(project_id, session=session).at
        return out_of_date(project_id, since, encoder=tools.encoder_name, after=after, session=session)
