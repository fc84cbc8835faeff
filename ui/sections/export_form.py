"""What to export: format, seeds or not, filters, and how many examples that makes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from backend.domain.language import language_name
from backend.domain.schema import Schema
from backend.formats.export import FORMATS
from jobs.export_split import Shares
from storage.examples import count_by_intent, distinct_values
from storage.filters import ExampleFilter
from ui.messages import counted
from ui.store import store

FORMAT_NAMES = {"jsonl": "JSONL", "conll": "CoNLL"}
EXPLAINED = {
    "jsonl": "One JSON object a line: text, tokens, BIO tags, spans, intent, language, provenance.",
    "parses": "One JSON object a line: text, parse, intent, language, provenance.",
    "conll": "A token and its BIO tag a line, a blank line between utterances.",
}


@dataclass(frozen=True)
class Order:
    """What the person asked to be written."""

    format: str
    wanted: ExampleFilter
    shares: Shares | None = None


def export_form(project_id: int, schema: Schema) -> Order | None:
    """Ask for everything and show the counts; returns the order when its button was pressed."""
    with store().read() as session:
        languages = distinct_values(project_id, "language", session=session)
    left, right = st.columns(2, gap="medium")
    with left:
        format = _format(of_parses=schema.parses is not None)
        seeds = st.toggle("Seeds included", True, key="seeds", bind="query-params")
    with right:
        intent = st.selectbox(
            "Intent",
            [one.name for one in schema.intents],
            None,
            key="only_intent",
            bind="query-params",
            placeholder="all",
        )
        codes = {language_name(code): code for code in languages}
        language = st.selectbox(
            "Language", list(codes), None, key="only_language", bind="query-params", placeholder="all"
        )
    wanted = ExampleFilter(
        status="accepted", intent=intent, language=codes[language] if language else None, seeds=seeds
    )
    with store().read() as session:
        by_intent = count_by_intent(project_id, wanted, session=session)
    total = sum(by_intent.values())
    st.text(f"{counted(total, 'accepted example')} will be written.")
    if by_intent:
        rows = [{"Intent": name, "Examples": count, "Share": 100 * count / total} for name, count in by_intent.items()]
        share = st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100)
        st.dataframe(rows, hide_index=True, column_config={"Share": share}, key="export-counts")
    shares = _shares()
    pressed = st.button("Export", type="primary", icon=":material/download:", key="write", disabled=not total)
    return Order(format, wanted, Shares(*shares) if shares else None) if pressed else None


def _shares() -> tuple[int, int] | None:
    """Percent of dev and of test; None for no split."""
    if not st.toggle("Split", False, key="split", bind="query-params"):
        return None
    left, right = st.columns(2, gap="medium")
    usual = Shares()
    with left:
        dev = st.number_input("Dev, in percent", 0, 90, usual.dev, key="split_dev", bind="query-params")
    with right:
        test = st.number_input("Test, in percent", 0, 90, usual.test, key="split_test", bind="query-params")
    st.text(
        "Each record says train, dev or test. What says the same but for its values, or was made from the same seeds, "
        "is on one side; the same examples are split alike whenever they are exported."
    )
    return dev, test


def _format(*, of_parses: bool) -> str:
    """Which format; there is but one that holds parses."""
    if of_parses:
        st.text(EXPLAINED["parses"])
        return "jsonl"
    format = st.segmented_control(
        "Format",
        FORMATS,
        default=FORMATS[0],
        format_func=FORMAT_NAMES.__getitem__,
        key="format",
        bind="query-params",
        required=True,
    )
    st.text(EXPLAINED[format])
    return format
