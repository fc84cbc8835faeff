"""Deciding on an example from the Dataset page; the same decisions as on the Review page."""

from __future__ import annotations

import streamlit as st

from backend.domain.decision import reasons_of
from backend.domain.errors import InvalidValue
from backend.domain.notation import read_typed, write_typed
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.domain.shown import read_shown
from backend.domain.utterance import Utterance
from storage.tables import Example
from storage.votes import SETTLES, standing_votes
from ui.components.annotated import annotated
from ui.components.parse_tree import notation_of
from ui.layout import muted
from ui.messages import errors_shown, say_next
from ui.reviewer import reviewer_name
from ui.services import decide_once
from ui.state import link
from ui.store import store


def decide_again(example: Example, schema: Schema) -> None:
    """Accept, reject or correct the version that is shown."""
    seen = f"{example.id}.{example.version}"
    with st.container(horizontal=True, vertical_alignment="bottom", key="decide-again"):
        if st.button("Accept", key=f"accept.{seen}", icon=":material/check:", disabled=example.status == "accepted"):
            _decide(example, "accept")
        if st.button("Reject", key=f"reject.{seen}", icon=":material/close:", disabled=example.status == "rejected"):
            _decide(example, "reject", reason=st.session_state.get(f"reason.{seen}") or "")
        if example.status != "rejected":
            reasons = reasons_of(parses=schema.parses is not None)
            st.selectbox("Reason to reject", reasons, index=None, key=f"reason.{seen}", width=190, placeholder="none")
    if example.status == "pending" and example.votes:
        link("agreement", "What waits for a second reviewer, and what two disagree on")
    what = "Correct text, slots or intent" if schema.parses is None else "Correct the parse"
    with st.expander(what, icon=":material/edit:"):
        corrected = edit_form(example.utterance, schema, seen)
        if corrected is not None:
            _decide(example, "edit", utterance=corrected)


def edit_form(start: Utterance, schema: Schema, seen: str) -> Utterance | None:
    """The form to correct an utterance with; returns the corrected one once it is to be saved.

    Args:
        seen: says which version is corrected; part of the widgets' keys.
    """
    if schema.parses is not None:
        return _parse_form(start, schema, schema.parses, seen)
    intents = [one.name for one in schema.intents]
    at = intents.index(start.intent) if start.intent in intents else None  # a vote may name one that is gone
    intent = st.selectbox("Intent", intents, index=at, key=f"edit-intent.{seen}", placeholder="Choose an intent")
    typed = st.text_input("Text with its slots in brackets", write_typed(start), key=f"edit-text.{seen}", live=True)
    if intent is None:
        muted(f"There is no intent {start.intent} any more. Choose another one.", key="edit-problem")
        return None
    try:
        found = read_typed(typed)
        corrected = Utterance(found.text, intent, start.language, found.spans)
        schema.require(corrected)
    except InvalidValue as error:
        muted(str(error), key="edit-problem")
        return None
    annotated([corrected], list(schema.label_names), key=f"edit-preview-{seen}")
    saved = st.button("Save the correction and accept", key=f"edit.{seen}", type="primary", icon=":material/save:")
    return corrected if saved else None


def _parse_form(start: Utterance, schema: Schema, parses: ParseSchema, seen: str) -> Utterance | None:
    words_are_text = parses.form == "top"
    label = "Parse, with every word of the text" if words_are_text else "Text, then => and its parse"
    typed = st.text_input(label, notation_of(start, parses)["notation"], key=f"edit-text.{seen}", live=True)
    try:
        corrected = read_shown(typed, start.language, words_are_text=words_are_text)
        schema.require(corrected)
    except InvalidValue as error:
        muted(str(error), key="edit-problem")
        return None
    muted(corrected.text, key="edit-preview")
    saved = st.button("Save the correction and accept", key=f"edit.{seen}", type="primary", icon=":material/save:")
    return corrected if saved else None


def _decide(example: Example, action: str, *, reason: str = "", utterance: Utterance | None = None) -> None:
    with errors_shown():
        reviewer = reviewer_name()
        now = decide_once(store(), example, action, reason=reason, utterance=utterance, reviewer=reviewer)
        if now.status == "pending":
            _say_vote(now, reviewer)
        else:
            say_next(f"Example {now.id} is {now.status} now.")
        st.rerun()


def _say_vote(example: Example, reviewer: str) -> None:
    """A decision that leaves it pending is one of two votes; what the other one said stays between them."""
    if example.votes < SETTLES:
        say_next("Your vote is kept; it waits for a second reviewer.")
        return
    with store().read() as session:
        others = [one.reviewer for one in standing_votes(example.id, session=session) if one.reviewer != reviewer]
    other = others[0] or "Somebody without a name"
    say_next("Your vote is kept.", detail=f"{other} and you disagree: it waits on Agreement.")
