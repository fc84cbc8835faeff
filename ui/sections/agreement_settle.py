"""Settling: what two reviewers made of a candidate, side by side, and the decision that ends it."""

from __future__ import annotations

import uuid

import streamlit as st

from backend.domain.decision import PARSE_REASONS, REASONS, DecisionCreate, reasons_of
from backend.domain.names import shown_reviewer
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from jobs.agreement import Report
from storage.decisions import decide
from storage.settling import Dispute, count_open, open_dispute, proposed_utterance, settlement, side_of
from storage.tables import Decision, Example, Project
from ui.components.annotated import annotated
from ui.layout import muted, strong
from ui.messages import counted, errors_shown, safe_in_label, say_next
from ui.review_changes import differences
from ui.sections.example_decision import edit_form
from ui.sections.paging import current_page, page_choice
from ui.state import link
from ui.store import store

DISAGREED, WAITING = "disagreed", "waiting"
KIND = "settle"
TAKEN_BACK = "settle.taken-back"
_VOTES = {DISAGREED: 2, WAITING: 1}
_DID = {"accept": "accepted it as it is", "edit": "corrected it", "reject": "rejected it"}
_NOT_BLIND = "Settling here decides without a second reviewer."
_SIDES = ("first", "second")


def draw_settle(project: Project, schema: Schema, report: Report, reviewer: str) -> None:
    """One open candidate at a time; settling it brings the next."""
    numbers = {DISAGREED: report.open, WAITING: report.waiting.once}
    st.subheader("Settle", anchor=False)
    names = {
        DISAGREED: counted(numbers[DISAGREED], "disagreement"),
        WAITING: f"{numbers[WAITING]:,} waiting for a second",
    }
    kind = st.session_state[KIND] = _kind(numbers)
    st.segmented_control(
        "What to settle",
        [DISAGREED, WAITING],
        format_func=names.__getitem__,
        key=KIND,
        required=True,
        label_visibility="collapsed",
    )
    judged_by = reviewer if kind == WAITING else None
    with store().read() as session:
        total = count_open(project.id, _VOTES[kind], judged_by=judged_by, session=session)
    if kind == WAITING and total < numbers[kind]:
        _say_hidden(numbers[kind] - total, reviewer)
        if not total:
            return
    at = current_page("open", total)
    with store().read() as session:
        dispute = open_dispute(project.id, _VOTES[kind], offset=at - 1, judged_by=judged_by, session=session)
    if dispute is None:
        st.text("Nothing is left to settle." if kind == DISAGREED else "Nothing waits for a second reviewer.")
        return
    if kind == WAITING:
        muted(_NOT_BLIND, key="settle-not-blind")
    _draw_dispute(dispute, schema, reviewer)
    page_choice("open", total)


def _say_hidden(number: int, reviewer: str) -> None:
    """What the first said is kept from whoever may give the second vote: it is to be given without knowing."""
    hidden = counted(number, "candidate is", "candidates are")
    why = (
        "You may still judge them: do so without knowing what the first said."
        if reviewer
        else "Whoever may still judge them is not to know what the first said: give your name in the sidebar."
    )
    muted(f"{hidden} hidden here. {why}", key="settle-hidden")
    link("review", "Review")


def _kind(numbers: dict[str, int]) -> str:
    """What was chosen, or was just taken back, while there is some; else the other."""
    chosen = st.session_state.pop(TAKEN_BACK, None) or st.session_state.get(KIND) or DISAGREED
    other = WAITING if chosen == DISAGREED else DISAGREED
    return other if numbers[other] and not numbers[chosen] else chosen


def _draw_dispute(dispute: Dispute, schema: Schema, reviewer: str) -> None:
    example = dispute.example
    slots = list(schema.label_names)
    seen = f"{example.id}.{example.version}"
    with st.container(border=True, key="dispute", gap="small"):
        muted(f"As it came · {example.intent} · {example.language}", key="dispute-state")
        annotated([example.utterance], slots, key=f"dispute-came-{example.id}", parses=schema.parses)
        _draw_difference(dispute)
        # By name, and not by who was first: whoever settles many finds each of the two where he was before.
        votes = sorted(dispute.votes, key=lambda vote: (vote.reviewer.casefold(), vote.reviewer))
        for (which, vote), column in zip(enumerate(votes), st.columns(2, gap="medium"), strict=False):
            with column, st.container(key=f"side-{which}", gap="xsmall"):
                _draw_side(vote, schema, which)
                if _take_button(vote, which, seen):
                    settle(side_of(example, vote, uid=str(uuid.uuid4()), reviewer=reviewer), example)
        _draw_else(dispute, schema, seen, reviewer)


def _take_button(vote: Decision, which: int, seen: str) -> bool:
    """Says what taking this side does to the candidate."""
    who = vote.reviewer if safe_in_label(vote.reviewer) else f"the {_SIDES[which]}"
    if vote.action == "reject":
        reason = f": {vote.reason}" if vote.reason in {*REASONS, *PARSE_REASONS} else ""
        return st.button(f"Reject, as {who} did{reason}", key=f"take-{which}.{seen}", icon=":material/close:")
    return st.button(f"Accept as {who} has it", key=f"take-{which}.{seen}", icon=":material/check:", type="primary")


def _draw_side(vote: Decision, schema: Schema, which: int) -> None:
    utterance = proposed_utterance(vote)
    strong(shown_reviewer(vote.reviewer), key=f"side-{which}-who")
    reason = f": {vote.reason}" if vote.reason else ""
    labels = "" if vote.action == "reject" else f" · {utterance.intent}"
    muted(f"{_DID[vote.action]}{reason}{labels}", key=f"side-{which}-did")
    if vote.action != "reject":
        slots, key = list(schema.label_names), f"side-{which}-text-{vote.id}"
        annotated([utterance], slots, key=key, parses=schema.parses)


def _draw_difference(dispute: Dispute) -> None:
    """What differs, in words, where both accepted it: marks alone would have to be compared by eye."""
    if len(dispute.votes) < 2 or any(vote.action == "reject" for vote in dispute.votes):
        return
    first, second = dispute.votes
    names = (shown_reviewer(first.reviewer), shown_reviewer(second.reviewer))
    told = differences(first.proposed or {}, second.proposed or {}, names=names)
    muted(f"They differ in {'; '.join(told)}.", key="dispute-difference")


def _draw_else(dispute: Dispute, schema: Schema, seen: str, reviewer: str) -> None:
    """Neither side: reject it, or correct it otherwise."""
    example = dispute.example
    with st.expander("Correct it otherwise", icon=":material/edit:"):
        corrected = edit_form(_nearest(dispute), schema, f"settle.{seen}")
        if corrected is not None:
            edit = settlement(example, "edit", uid=str(uuid.uuid4()), reviewer=reviewer, utterance=corrected)
            settle(edit, example)
    with st.container(horizontal=True, vertical_alignment="bottom", key="settle-reject"):
        reasons = reasons_of(parses=schema.parses is not None)
        reason = st.selectbox(
            "Reason to reject", reasons, index=None, key=f"settle-reason.{seen}", width=190, placeholder="none"
        )
        if st.button("Reject", key=f"settle-reject.{seen}", icon=":material/close:"):
            refused = settlement(example, "reject", uid=str(uuid.uuid4()), reviewer=reviewer, reason=reason or "")
            settle(refused, example)


def _nearest(dispute: Dispute) -> Utterance:
    """What a correction begins with: the first that a reviewer corrected, else as it came."""
    edits = (vote for vote in dispute.votes if vote.action == "edit")
    return next((proposed_utterance(vote) for vote in edits), dispute.example.utterance)


def settle(choice: DecisionCreate, example: Example) -> None:
    """Store the settlement and go on to the next."""
    with errors_shown():
        with store().write() as session:
            decide(example.project_id, choice, session=session)
        done = {"accept": "accepted as it came", "edit": "accepted as corrected", "reject": "rejected"}[choice.action]
        text = choice.utterance.text if choice.utterance is not None else example.text
        say_next(f"Settled: {done}.", detail=f"“{text}”")
        st.rerun()
