"""What the latest student of parses is worth: three exact matches with their intervals, by intent and language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from backend.domain.language import language_name
from jobs.parsers import ParseShares, parser_result
from storage.tables import StudentRow
from ui.layout import muted
from ui.messages import counted
from ui.sections.facts import draw_facts
from ui.sections.measured import IN_PERCENT, draw_flattered, draw_head, estimated, in_percent
from ui.sections.student_training import TITLES


def draw_parser_figures(row: StudentRow) -> None:
    """The figures of a student that was trained; says so where there are none."""
    result = parser_result(row)
    draw_head(is_measured=result is not None and result.figures is not None)
    if result is None or result.figures is None:
        return
    overall = result.figures.overall
    draw_facts(
        [
            *((title, estimated(getattr(overall, name))) for name, title in TITLES.items()),
            ("Without a parse", f"{overall.unreadable:,}"),
            ("Learnt from", counted(result.teaching + result.measuring, "example")),
            ("Measured on", counted(overall.utterances, "example")),
            ("A parse takes", f"{result.milliseconds:,.0f} ms" if result.milliseconds else ""),
        ],
        key="student",
    )
    muted(
        "Exact match: the same labels and words in the same order. In brackets: between which values 95 of 100 "
        "resampled test sets lie. What is no parse of the text counts as wrong.",
        key="student-intervals",
    )
    draw_flattered(shares_seeds=result.shares_seeds)
    if len(result.figures.languages) > 1:
        named = {language_name(code): one for code, one in result.figures.languages.items()}
        _table("Languages, the weakest first", named, "Language", key="student-languages")
    if len(result.figures.intents) > 1:
        _table("Intents, the weakest first", result.figures.intents, "Intent", key="student-intents")


def _table(title: str, parts: Mapping[str, ParseShares], name: str, *, key: str) -> None:
    muted(title, key=key)
    st.dataframe(
        [
            {
                name: part,
                **{shown: in_percent(getattr(one, figure).value) for figure, shown in TITLES.items()},
                "Times": one.utterances,
            }
            for part, one in sorted(parts.items(), key=lambda item: (item[1].exact_match.value, item[0]))
        ],
        hide_index=True,
        column_config=dict.fromkeys(TITLES.values(), IN_PERCENT),
        key=f"table-{key}",
    )
