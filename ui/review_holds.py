"""What this session of a browser holds of a review queue: another name takes it along, and who leaves frees it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from backend.domain.errors import TeachsetError
from storage.leases import hand_over, let_go
from ui.store import store

HELD = "review.held"


@dataclass(frozen=True)
class Held:
    """The candidates that were sent to the card of this session last, and under which name they are held."""

    project_id: int
    reviewer: str
    example_ids: tuple[int, ...]


def holds_now(project_id: int, reviewer: str, example_ids: Sequence[int]) -> None:
    """Remember what the queue of the card holds."""
    st.session_state[HELD] = Held(project_id, reviewer, tuple(example_ids))


def keep_under(project_id: int, reviewer: str) -> None:
    """Before the queue is asked for: what was held under another name is this one's, of another project free."""
    held: Held | None = st.session_state.get(HELD)
    if held is None or (held.project_id, held.reviewer) == (project_id, reviewer):
        return
    if held.project_id != project_id:
        give_back()
        return
    with store().write() as session:
        hand_over(project_id, held.example_ids, reviewer=held.reviewer, to=reviewer, session=session)
    holds_now(project_id, reviewer, held.example_ids)


def give_back() -> None:
    """They are on another page: what they held comes to others at once.

    Where it cannot be stored now, it is free once its time is over, as after a tab that was closed.
    """
    held: Held | None = st.session_state.pop(HELD, None)
    if held is None or not held.example_ids:
        return
    with suppress(TeachsetError), store().write() as session:
        let_go(held.project_id, held.example_ids, reviewer=held.reviewer, session=session)
