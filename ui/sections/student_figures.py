"""What the latest student is worth: figures with their intervals, and where it is weak."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from backend.domain.language import language_name
from jobs.students import Figures, LabelFigures, Shares, student_result
from storage.tables import StudentRow
from ui.layout import muted
from ui.messages import counted
from ui.sections.facts import draw_facts
from ui.sections.measured import IN_PERCENT, draw_flattered, draw_head, estimated, in_percent
from ui.sections.widened import draw_missed


def draw_figures(row: StudentRow) -> None:
    """The figures of a student that was trained; says so where there are none."""
    result = student_result(row)
    draw_head(is_measured=result is not None and result.figures is not None)
    if result is None or result.figures is None:
        return
    overall = result.figures.overall
    draw_facts(
        [
            *shares_facts(overall),
            ("Learnt from", counted(result.teaching + result.measuring, "example")),
            ("Measured on", counted(overall.utterances, "example")),
            ("One prediction", f"{result.latency.median:.0f} ms" if result.latency else ""),
        ],
        key="student",
    )
    muted("In brackets: between which values 95 of 100 resampled test sets lie.", key="student-intervals")
    draw_missed(result.figures, key="student")
    draw_flattered(shares_seeds=result.shares_seeds)
    draw_labels(result.figures)


def shares_facts(shares: Shares) -> list[tuple[str, str]]:
    """The three figures with their intervals, as facts."""
    return [
        ("Intents right", estimated(shares.intent_accuracy)),
        ("Slot F1", estimated(shares.slot_f1)),
        ("Frames right", estimated(shares.frame_accuracy)),
    ]


def draw_labels(figures: Figures) -> None:
    """The figures of each intent and slot, the weakest first, and of each language where there are several."""
    if len(figures.languages) > 1:
        _languages(figures.languages)
    left, right = st.columns(2)
    with left:
        _table("Intents, the weakest first", figures.intents, "Intent", key="student-intents")
    with right:
        _table("Slots, the weakest first", figures.slots, "Slot", key="student-slots")


def _languages(languages: Mapping[str, Shares]) -> None:
    muted("Languages, the weakest first", key="student-languages")
    names = {"Intents right": "intent_accuracy", "Slot F1": "slot_f1", "Frames right": "frame_accuracy"}
    st.dataframe(
        [
            {
                "Language": language_name(code),
                **{name: in_percent(getattr(one, field).value) for name, field in names.items()},
                "Times": one.utterances,
            }
            for code, one in sorted(languages.items(), key=lambda item: item[1].frame_accuracy.value)
        ],
        hide_index=True,
        column_config=dict.fromkeys(names, IN_PERCENT),
        key="table-student-languages",
    )


def _table(title: str, labels: Mapping[str, LabelFigures], name: str, *, key: str) -> None:
    if not labels:
        return
    muted(title, key=key)
    st.dataframe(
        [
            {
                name: label,
                "Recall": in_percent(one.recall),
                "Precision": in_percent(one.precision),
                "F1": in_percent(one.f1),
                "Times": one.support,
            }
            for label, one in sorted(labels.items(), key=lambda item: (item[1].f1, item[0]))
        ],
        hide_index=True,
        column_config=dict.fromkeys(("Recall", "Precision", "F1"), IN_PERCENT),
        key=f"table-{key}",
    )
