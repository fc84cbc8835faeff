"""One example: its slots, its decisions and where it came from."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from backend.domain.schema import Schema
from storage.examples import get_example
from storage.history import Entry, HistoryFilter, stream_history
from storage.outputs import output_of
from storage.tables import Example
from ui.components.annotated import annotated
from ui.history_words import changed, said_of
from ui.layout import muted
from ui.sections.example_decision import decide_again
from ui.state import link
from ui.store import store
from ui.times import here, shown_time


def draw_example(project_id: int, example_id: int, schema: Schema) -> None:
    """Show an example in full, and let it be decided on.

    Raises:
        NotFound: it is not in this project (any more).
    """
    with store().read() as session:
        example = get_example(project_id, example_id, session=session)
        decisions = list(stream_history(project_id, HistoryFilter(example_id=example_id), session=session))[::-1]
        output = output_of(example, session=session)
    with st.container(border=True, key=f"example-{example_id}"):
        state = f"{example.status} · {example.intent} · {example.language} · {example.origin}"
        muted(f"Example {example.id} · {state} · version {example.version}", key="example-state")
        labels, key = list(schema.label_names), f"example-text-{example_id}"
        annotated([example.utterance], labels, key=key, parses=schema.parses)
        decide_again(example, schema)
        if decisions:
            st.subheader("Decisions", anchor=False)
            now = datetime.now(here())
            st.dataframe([_decision(one, now) for one in decisions], hide_index=True, key=f"decisions-{example_id}")
            link("history", "All of it in History", history_example=str(example_id))
        st.subheader("Where it came from", anchor=False)
        origin = _provenance(example, datetime.now(here()))
        if output is not None:
            origin.append({"What": "raw output", "Value": output.raw})
        st.dataframe(
            origin,
            hide_index=True,
            column_config={"What": st.column_config.TextColumn(width="small")},
            key=f"provenance-{example_id}",
        )


def _decision(entry: Entry, now: datetime) -> dict[str, object]:
    return {
        "When": shown_time(entry.decision.at, now=now),
        "What": said_of(entry),
        "Change": changed(entry),
        "Reason": entry.reason,
        "By": entry.decision.reviewer,
    }


def _provenance(example: Example, now: datetime) -> list[dict[str, str]]:
    told = example.provenance
    times = {"at": shown_time(datetime.fromisoformat(told["at"]), now=now)} if "at" in told else {}
    return [{"What": name, "Value": in_words(value)} for name, value in (told | times).items()]


def in_words(value: object) -> str:
    """A value as JSON has it, without its brackets and quotes.

    >>> in_words([{"slot": "city", "value": "*"}, {"slot": "day", "value": None}]), in_words([True, 0.7, []])
    ('slot: city, value: *; slot: day, value: none', 'yes; 0.7; none')
    """
    if isinstance(value, dict):
        return ", ".join(f"{name}: {in_words(one)}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return "; ".join(map(in_words, value)) or "none"
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    return str(value)
