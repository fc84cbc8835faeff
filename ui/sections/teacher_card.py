"""What is known of a teacher: its weights, what it is tuned for, and what its last trial found out."""

from __future__ import annotations

import streamlit as st

from jobs.teachers import TeacherView, TunedFigures
from jobs.trying import TrialResult, trial_result
from storage.teacher_runs import last_trial
from ui.layout import muted, strong
from ui.sections.facts import draw_facts, shown_bytes
from ui.sections.grammar import draw_grammar_note
from ui.store import store

_HELD: dict[bool | None, str] = {True: "yes", False: "no"}


def draw_card(teacher: TeacherView, *, key: str) -> None:
    """Everything about one teacher; names and card are untrusted and shown as text."""
    strong(teacher.label, key=f"{key}-label")
    if teacher.label != teacher.name:
        muted(teacher.name, key=f"{key}-name")
    if teacher.description:
        st.text(teacher.description)
    draw_facts(
        [
            ("Kind", teacher.kind),
            ("Weights", teacher.weights),
            ("Adapter", teacher.adapter),
            ("Prompt style", teacher.style),
            ("Licence", teacher.licence),
            ("Writes only", teacher.languages),
        ],
        key=f"{key}-what",
    )
    draw_grammar_note(teacher.name)
    if teacher.tuned:
        draw_facts(tuned_facts(teacher.tuned), key=f"{key}-tuned")
    _draw_trial(teacher.name, key)


def tuned_facts(tuned: TunedFigures) -> list[tuple[str, str]]:
    """The figures of a tuned teacher's card."""
    loss = tuned.held_out_loss
    learnt = "" if tuned.teaching is None else f"{tuned.teaching:,} utterances, {tuned.measuring or 0:,} held out"
    return [
        ("Tuned from", tuned.base),
        ("Methods", ", ".join(tuned.methods)),
        ("Learnt from", learnt),
        ("Languages", ", ".join(tuned.languages)),
        ("Intents it has not seen", ", ".join(tuned.excluded)),
        ("Held-out loss", "" if loss is None else f"{loss:.3f}, mean over {tuned.held_out_loss_over}"),
        ("Tuned on", tuned.date),
    ]


def trial_facts(result: TrialResult) -> list[tuple[str, str]]:
    """Where a teacher ran, what it took and how fast it was."""
    least = "at least " if result.is_lower_bound else ""
    return [
        ("Runs on", " · ".join(part for part in (result.device, result.dtype) if part)),
        ("Memory of the worker", shown_bytes(result.process_bytes) if result.device != "remote" else ""),
        ("GPU memory, at most", shown_bytes(result.gpu_bytes) if result.gpu_bytes else ""),
        ("Loaded in", f"{result.load_seconds:.1f} s" if result.device != "remote" else ""),
        ("Tokens a second", f"{least}{result.tokens_per_second:,.1f}"),
        ("Outputs a second", f"{least}{result.outputs_per_second:,.2f}"),
        ("Held to a grammar", _HELD.get(result.takes_grammar, "") if result.device == "remote" else ""),
    ]


def _draw_trial(teacher: str, key: str) -> None:
    with store().read() as session:
        run = last_trial(teacher, session=session)
    result = trial_result(run) if run else None
    if run is None or result is None:
        st.text("Not tried yet: a trial of ten seconds says where it runs, what memory it takes and how fast it is.")
        return
    draw_facts(trial_facts(result), key=f"{key}-trial")
    muted(f"As of the trial on {run.finished_at or run.created_at:%d %b %Y, %H:%M} UTC", key=f"{key}-tried")
