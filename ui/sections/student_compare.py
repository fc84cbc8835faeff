"""Comparing two students on examples that neither has learnt from: with the seeds alone, and with earlier versions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from jobs.parser_comparing import ComparedParsers, compare_parsers
from jobs.parsers import parser_result
from jobs.student_comparing import CHANCE, Compared, Paired, compare_students, order_seeds_alone
from jobs.students import Estimate, student_result
from storage.students import seeds_only_student
from storage.tables import Project, StudentRow
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.measured import IN_PERCENT, in_percent
from ui.sections.student_training import TITLES, is_asked_for
from ui.store import store
from ui.times import here

SEEDS = "The seeds alone, of the same split"
COMPARING = "Comparing them on what was put aside of both…"
"""Said meanwhile: of some thousand examples it takes seconds."""
FEW = 50
"""Examples; with fewer, only large differences are more than chance."""


def draw_compare(
    project: Project, done: Sequence[StudentRow], active: StudentRow | None, *, parses: bool = False
) -> None:
    """Two students to choose, and how they compare.

    Args:
        done: students that are trained, the latest first. active: the training that is under way.
    """
    of_all = [row for row in done if not row.seeds_of]
    if not of_all:
        return
    with st.container(border=True, key="compare"):
        left, right = st.columns(2)
        with left:
            named = {student_name(row): row for row in of_all}
            student = named[st.selectbox("Student", list(named), key="compared", bind="query-params")]
        with right:
            others = {student_name(row): row for row in of_all if row.uid != student.uid}
            chosen = st.selectbox("Against", [SEEDS, *others], key="against", bind="query-params")
        with errors_shown():
            other = others.get(chosen)
            if other is None:
                with store().read() as session:
                    other = seeds_only_student(student, session=session)
            if other is None:
                _offer_seeds(student, active)
            elif parses:
                _draw_parsers(_compared_parsers(store().url, project.id, student.uid, other.uid), chosen == SEEDS)
            else:
                _draw(_compared(store().url, project.id, student.uid, other.uid), seeds=chosen == SEEDS)


def student_name(row: StudentRow) -> str:
    """Which student it is: its number, when it was trained, and on how much; of digits and fixed words alone."""
    result = student_result(row) or parser_result(row)
    size = f", {counted(result.teaching + result.measuring, 'example')}" if result else ""
    at = (row.finished_at or row.created_at).astimezone(here())
    return f"No. {row.id}, {at:%d %b %H:%M}{size}"


def _offer_seeds(student: StudentRow, active: StudentRow | None) -> None:
    if active is not None and active.seeds_of == student.uid:
        st.text("It is being trained on the seeds alone; the comparison appears here.")
        return
    st.text(
        "What do the generated and imported examples add? A student of the same settings learns from the seeds alone, "
        "and is measured on the same examples."
    )
    pressed = st.button(
        "Train on the seeds alone", icon=":material/neurology:", key="train-seeds", disabled=is_asked_for(active)
    )
    if pressed:
        order_seeds_alone(store(), student.uid)
        st.rerun()


@st.cache_data(max_entries=32, show_spinner=COMPARING)  # of students that are done nothing changes
def _compared(url: str, project_id: int, uid: str, other: str) -> Compared:  # noqa: ARG001
    return compare_students(store(), uid, other)


@st.cache_data(max_entries=32, show_spinner=COMPARING)
def _compared_parsers(url: str, project_id: int, uid: str, other: str) -> ComparedParsers:  # noqa: ARG001
    return compare_parsers(store(), uid, other)


def _draw_parsers(found: ComparedParsers, seeds: bool) -> None:
    rows = [
        (title, getattr(found.ours, name), getattr(found.theirs, name), getattr(found.difference, name))
        for name, title in TITLES.items()
    ]
    _draw_rows(rows, found, seeds=seeds)


def _draw(found: Compared, *, seeds: bool) -> None:
    ours, theirs, difference = found.ours, found.theirs, found.difference
    rows = (
        ("Intents right", ours.intent_accuracy, theirs.intent_accuracy, difference.intent_accuracy),
        ("Slot F1", ours.slot_f1, theirs.slot_f1, difference.slot_f1),
        ("Frames right", ours.frame_accuracy, theirs.frame_accuracy, difference.frame_accuracy),
    )
    _draw_rows(rows, found, seeds=seeds)


def _draw_rows(
    rows: Sequence[tuple[str, Estimate, Estimate, Paired]], found: Compared | ComparedParsers, *, seeds: bool
) -> None:
    other = "Seeds alone" if seeds else "Against"
    st.dataframe(
        [_row(name, first, second, paired, other) for name, first, second, paired in rows],
        hide_index=True,
        column_config=dict.fromkeys(("Student", other), IN_PERCENT),
        key="comparison",
    )
    st.text("\n".join(f"{name}: {_verdict(paired)}" for name, _first, _second, paired in rows))
    muted(_measured_on(found), key="compared-on")
    if found.shares_seeds:
        muted(
            "Some of these were written from the same seeds as what one of the two learnt from, so they flatter it.",
            key="compared-flatters",
        )


def _row(name: str, first: Estimate, second: Estimate, paired: Paired, other: str) -> dict[str, object]:
    return {
        "Figure": name,
        "Student": in_percent(first.value),
        other: in_percent(second.value),
        "Difference in points": _points(paired.difference.value),
        "95 of 100 times between": f"{_points(paired.difference.low)} and {_points(paired.difference.high)}",
        "More than chance": "yes" if paired.p < CHANCE else "no",
    }


def _verdict(paired: Paired) -> str:
    if paired.p >= CHANCE:
        return f"no difference beyond chance (p = {paired.p:.2g}, {paired.test})."
    way = "better" if paired.difference.value > 0 else "worse"
    return f"{way} by {abs(100 * paired.difference.value):.1f} points (p = {paired.p:.2g}, {paired.test})."


def _measured_on(found: Compared | ComparedParsers) -> str:
    said = f"Measured on the {counted(found.measured, 'example')} that were put aside of both"
    if (found.ours_aside, found.theirs_aside) != (found.measured, found.measured):
        said += f", of {found.ours_aside:,} and {found.theirs_aside:,}"
    few = " So few show large differences alone." if found.measured < FEW else ""
    return f"{said}: neither has learnt from them.{few}"


def _points(share: float) -> str:
    return f"{100 * share:+.1f}"
