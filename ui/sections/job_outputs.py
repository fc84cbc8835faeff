"""What came of a job: its yield by reason, and the latest outputs, kept and dropped."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from storage.outputs import Yield, latest_outputs
from ui.check_words import why_dropped
from ui.components.annotated import annotated
from ui.layout import muted
from ui.store import store

SHOWN_OUTPUTS = 20
"""As many as a prototype orders, so that all of it is seen."""


def draw_yield(made: Yield, *, key: str) -> None:
    """How many outputs were kept, and how many each check dropped, with a bar for the share."""
    dropped = [(f"dropped: {why_dropped(check)}", count) for check, count in made.dropped.items()]
    rows = [("kept", made.kept), *dropped]
    st.dataframe(
        [{"Outcome": name, "Outputs": count, "Share": 100 * count / max(made.raw, 1)} for name, count in rows],
        hide_index=True,
        column_config={
            "Outputs": st.column_config.NumberColumn(width=80),
            "Share": st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100, width=130),
        },
        key=key,
    )


def draw_samples(job_id: int, schema: Schema) -> None:
    """The outputs that arrived last: candidates highlighted, dropped ones raw with their reason."""
    with store().read() as session:
        outputs = latest_outputs(job_id, limit=SHOWN_OUTPUTS, session=session)
    kept = [example for _output, example in outputs if example is not None]
    if kept:
        muted("Latest candidates", key=f"kept-{job_id}")
        labels, key = list(schema.label_names), f"samples-{job_id}"
        annotated([example.utterance for example in kept], labels, key=key, parses=schema.parses)
    dropped = [
        {"Why dropped": why_dropped(output.dropped_for), "Raw output": output.raw, "Detail": output.detail}
        for output, _example in outputs
        if output.dropped_for
    ]
    if dropped:
        muted("Latest dropped outputs", key=f"dropped-{job_id}")
        st.dataframe(dropped, hide_index=True, key=f"dropped-rows-{job_id}")
