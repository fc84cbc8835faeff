"""Decisions on many, and their undo, at work beside the pages: they go on when a page is left or reloaded."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic
from typing import Literal

from backend.domain.errors import Conflict, TeachsetError
from storage.bulk import decide_bulk, order_bulk
from storage.bulk_undo import undo_pieces
from storage.engine import Store
from storage.filters import ExampleFilter
from storage.history import standing_at_once

TOLD_FOR = 600.0
"""Seconds for which what came of it is told."""

Kind = Literal["accept", "reject", "undo"]


@dataclass
class BulkWork:
    """One decision on many, or its undo, and how far it is.

    `done` of `total` are decided, or undone; `kept` of an undo had been changed since, and stay as they are.
    What came of it is told to its `reviewer` only. Its pieces are whole transactions: cancelled or killed, it
    leaves no half decision.
    """

    kind: Kind
    bulk_uid: str
    total: int
    reviewer: str = ""
    done: int = 0
    kept: int = 0
    error: str = ""
    ended_at: float = 0.0
    cancelled: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return min((self.done + self.kept) / max(self.total, 1), 1.0)

    def tells(self, reviewer: str) -> bool:
        """Whether it ended for this reviewer, and not long ago."""
        return self.ended.is_set() and self.reviewer == reviewer and monotonic() - self.ended_at < TOLD_FOR

    def run(self, pieces: Iterator[tuple[int, int]]) -> None:
        """Do it to its end, or until it is cancelled; never raises."""
        try:
            for self.done, self.kept in pieces:
                if self.cancelled.is_set():
                    break
        except TeachsetError as error:
            self.error = str(error)
        except Exception as error:  # a bug would else be told to nobody: this is the end of a thread
            self.error = f"{type(error).__name__}: {error}"
        finally:
            self.ended_at = monotonic()
            self.ended.set()


class BulkDesk:
    """The decisions on many of one server process: the latest of each project, one at a time."""

    def __init__(self) -> None:
        self._works: dict[int, BulkWork] = {}
        self._lock = Lock()

    def work_of(self, project_id: int) -> BulkWork | None:
        """The one at work in a project, or the one that ended last."""
        return self._works.get(project_id)

    def decide(
        self,
        store: Store,
        project_id: int,
        wanted: ExampleFilter,
        action: str,
        *,
        reason: str = "",
        reviewer: str = "",
        most: int | None = None,
    ) -> BulkWork:
        """Begin to accept or reject all that is pending and passes the filter.

        Args:
            most: how many the reviewer was told they are; None where he was not.

        Raises:
            Conflict: one is at work already, nothing passes, or more than was told.
        """

        def ordered() -> tuple[BulkWork, Iterator[tuple[int, int]]]:
            with store.write() as session:
                bulk = order_bulk(
                    project_id, wanted, action, reason=reason, reviewer=reviewer, most=most, session=session
                )
            kind: Kind = "accept" if action == "accept" else "reject"
            return BulkWork(kind, bulk.uid, bulk.total, reviewer), ((done, 0) for done in decide_bulk(store, bulk.uid))

        return self._begin(project_id, ordered)

    def undo(self, store: Store, project_id: int, bulk_uid: str, *, reviewer: str = "") -> BulkWork:
        """Begin to undo what was decided at once.

        Raises:
            Conflict: one is at work already, or all of it was undone.
        """

        def ordered() -> tuple[BulkWork, Iterator[tuple[int, int]]]:
            with store.read() as session:
                total = standing_at_once(project_id, bulk_uid, session=session)
            if not total:
                raise Conflict("all of it was undone already", remedy="Nothing was changed.")
            pieces = undo_pieces(store, project_id, str(uuid.uuid4()), bulk_uid, reviewer=reviewer)
            return BulkWork("undo", bulk_uid, total, reviewer), ((one.reversed, one.kept) for one in pieces)

        return self._begin(project_id, ordered)

    def forget(self, project_id: int) -> None:
        """Say no more of the one that ended."""
        with self._lock:
            work = self._works.get(project_id)
            if work is not None and work.ended.is_set():
                del self._works[project_id]

    def forget_told(self, project_id: int, reviewer: str) -> bool:
        """Say no more of one that ended for this reviewer, who went on to something else; whether there was one."""
        work = self.work_of(project_id)
        if work is None or not work.tells(reviewer):
            return False
        self.forget(project_id)
        return True

    def _begin(self, project_id: int, ordered: Callable[[], tuple[BulkWork, Iterator[tuple[int, int]]]]) -> BulkWork:
        with self._lock:
            before = self._works.get(project_id)
            if before is not None and not before.ended.is_set():
                remedy = "Wait for it, or cancel it."
                raise Conflict("many decisions are being made in this project already", remedy=remedy)
            work, pieces = ordered()
            self._works[project_id] = work
        Thread(target=work.run, args=(pieces,), name=f"bulk-{work.bulk_uid}", daemon=True).start()
        return work
