"""One decision: what it changed, the whole history of its example, and its undo."""

from __future__ import annotations

import uuid
from datetime import datetime

import streamlit as st

from backend.domain.schema import Schema
from storage.history import Entry, HistoryFilter, find_history, get_entry, standing_at_once
from storage.tables import Project
from storage.tables.examples import utterance_of
from storage.undoing import undo_decision
from ui.bulk_desk import bulk_desk
from ui.components.annotated import annotated
from ui.history_words import changed, said_of
from ui.layout import muted, strong
from ui.messages import errors_shown, say_next
from ui.state import link
from ui.store import store
from ui.times import here, shown_time

MOST = 200
"""Decisions of one example that are listed."""


def draw_decision(project: Project, decision_id: int, schema: Schema, *, reviewer: str) -> None:
    """Show a decision in full, and let it be taken back.

    Raises:
        NotFound: it is not in this project (any more).
    """
    with store().read() as session:
        entry = get_entry(project.id, decision_id, session=session)
        of_example = HistoryFilter(example_id=entry.example.id)
        history = find_history(project.id, of_example, limit=MOST, session=session)
        bulk_uid = entry.decision.bulk_uid
        standing = standing_at_once(project.id, bulk_uid, session=session) if bulk_uid else 0
    decision, now = entry.decision, datetime.now(here())
    with st.container(border=True, key=f"decision-{decision_id}"):
        who = decision.reviewer or "somebody without a name"
        action = said_of(entry).removesuffix(", undone")
        strong(f"{action} by {who}, {shown_time(decision.at, now=now)}", key="decision")
        reason = f"; reason: {entry.reason}" if entry.reason else ""
        muted(f"Decision {decision.id} on example {entry.example.id}: {changed(entry)}{reason}", key="decision-change")
        _draw_utterances(entry, schema)
        with st.container(horizontal=True, vertical_alignment="center", key="decision-undo"):
            _offer_undo(project.id, entry, standing, reviewer)
            link("dataset", "Open the example", example=str(entry.example.id))
        if len(history) > 1:
            st.subheader("All decisions on this example", anchor=False)
            st.dataframe([_row(one, now) for one in history], hide_index=True, key=f"history-of-{decision_id}")


def _draw_utterances(entry: Entry, schema: Schema) -> None:
    before, after = utterance_of(entry.decision.before), utterance_of(entry.outcome)
    is_changed = (before.text, before.spans, before.parse) != (after.text, after.spans, after.parse)
    is_vote = entry.decision.vote and entry.decision.after["status"] == entry.decision.before["status"]
    then = "as voted for" if is_vote else "after"
    utterances, notes = ((before, after), ("before", then)) if is_changed else ((before,), (before.intent,))
    key = f"decided-{entry.decision.id}"
    annotated(utterances, list(schema.label_names), key=key, notes=notes, parses=schema.parses)


def _offer_undo(project_id: int, entry: Entry, standing: int, reviewer: str) -> None:
    decision = entry.decision
    if decision.action == "undo":
        muted("An undo; decide on the example again to change it.", key="decision-is-undo")
        return
    if entry.undone_by is not None:
        muted(f"Undone already, by decision {entry.undone_by}.", key="decision-undone")
        return
    if st.button("Undo this one" if standing > 1 else "Undo", key=f"undo-{decision.id}", icon=":material/undo:"):
        with errors_shown():
            with store().write() as session:
                undo_decision(project_id, decision.id, str(uuid.uuid4()), reviewer=reviewer, session=session)
            say_next("The decision was undone.")
            st.rerun()
    if standing > 1 and decision.bulk_uid is not None:
        label = f"Undo all {standing:,} made at once"
        if st.button(label, key=f"undo-all-{decision.id}", icon=":material/undo:"):
            with errors_shown():
                bulk_desk().undo(store(), project_id, decision.bulk_uid, reviewer=reviewer)
                st.rerun()


def _row(entry: Entry, now: datetime) -> dict[str, object]:
    return {
        "When": shown_time(entry.decision.at, now=now),
        "Who": entry.decision.reviewer,
        "What": said_of(entry),
        "Change": changed(entry),
        "Reason": entry.reason,
        "Id": entry.decision.id,
    }
