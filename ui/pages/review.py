"""Review: accept, correct or reject one candidate at a time."""

from __future__ import annotations

import uuid
from datetime import timedelta

import streamlit as st

from backend.domain.errors import TeachsetError
from storage.leases import LEASE
from storage.queue import claim
from storage.tables import Project
from ui.bulk_desk import bulk_desk
from ui.components.card import review_card
from ui.layout import empty_state, heading
from ui.messages import counted, errors_shown, say_next
from ui.review_decisions import apply_entries
from ui.review_holds import holds_now, keep_under
from ui.review_keys import save_keys
from ui.review_queue import Desk, card_data
from ui.reviewer import reviewer_name, signed_in_name
from ui.sections.bulk_progress import draw_bulk
from ui.sections.decide_all import offer_all
from ui.sections.nothing_left import nothing_left
from ui.sections.review_filters import review_filters
from ui.sections.stop_here import draw_stop_note
from ui.state import require_project
from ui.store import store

CARD = "review-card"
ANSWERS = "review.answers"
SESSION = "review.session"
WENT_ON = "review.went-on"
ORDERED_BY = "review.ordered-by"
LOOK_AGAIN = timedelta(seconds=20)


def page() -> None:
    project = require_project()
    heading("review", project)
    reviewer = reviewer_name()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="review-filters"):
        chosen = review_filters(project)
        offer_all(project, chosen, reviewer=reviewer)
    draw_bulk(project.id, reviewer=reviewer)
    desk(project, Desk(chosen.wanted, chosen.order, reviewer))


# A page with a timer is run anew when it finds its server again, also where nothing was asked of the server before;
# without that run a restarted server does not know the fragment, and passes over all that the outbox sends to it.
@st.fragment(run_every=timedelta(hours=1))
def desk(project: Project, chosen: Desk) -> None:
    """The part that a decision reruns."""
    with errors_shown():
        keep_under(project.id, chosen.reviewer)
        data = card_data(
            store(),
            project,
            chosen,
            answers=st.session_state.get(ANSWERS, {}).get(project.id, ()),
            session_name=st.session_state.setdefault(SESSION, str(uuid.uuid4())),
            anew=chosen.order != st.session_state.get(ORDERED_BY, Desk().order),
        )
        holds_now(project.id, chosen.reviewer, [one["id"] for one in data["queue"]])
        st.session_state[ORDERED_BY] = chosen.order
        # Always mounted, also with nothing to show: the outbox may hold decisions, and undo must work.
        review_card(
            {**data, "turn": str(uuid.uuid4())},
            key=CARD,
            on_decisions=lambda: take(project.id, chosen.reviewer),
            on_keys=keep_keys,
        )
        draw_stop_note(project.id, chosen, data["counts"]["matching"])
        if not data["counts"]["matching"]:
            nothing_left(project, chosen)
        elif not data["queue"]:
            others_hold(project, chosen, data["counts"]["matching"])
    if st.session_state.pop(WENT_ON, False):
        st.rerun()  # what came of an earlier decision on many stands outside of this part


def take(project_id: int, reviewer: str) -> None:
    """Apply what the card sent, and keep the answers for the run that follows.

    Whoever decides goes on: what came of an earlier decision on many, and its undo, is offered no longer.
    """
    payload = st.session_state[CARD].get("decisions")
    if payload:
        answers = apply_entries(store(), project_id, payload, signed_in=signed_in_name())
        st.session_state[ANSWERS] = {project_id: answers}
        if any(one.outcome == "stored" for one in answers):
            st.session_state[WENT_ON] = bulk_desk().forget_told(project_id, reviewer)


def keep_keys() -> None:
    """Keep the keys that the reviewer chose on the card."""
    try:
        save_keys(store(), st.session_state[CARD].get("keys"), signed_in=signed_in_name())
    except TeachsetError as error:
        say_next("These keys were not kept.", detail=str(error), kind="warning")


@st.fragment(run_every=LOOK_AGAIN)
def others_hold(project: Project, chosen: Desk, left: int) -> None:
    """What is left lies with other reviewers; the page goes on by itself once some of it is free."""
    if claim(store(), project.id, chosen.wanted, reviewer=chosen.reviewer, order=chosen.order, limit=1):
        st.rerun()
    minutes = int(LEASE.total_seconds() // 60)
    with empty_state(
        "Others have what is left",
        f"{counted(left, 'candidate')} with other reviewers now. What they leave comes here within {minutes} minutes.",
        icon=":material/group:",
        key="review-held",
    ):
        if st.button("Look again", icon=":material/refresh:"):
            st.rerun()


page()
