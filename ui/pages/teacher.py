"""Teacher: choose the model that writes, try it, tune it."""

from __future__ import annotations

import streamlit as st

from ui.layout import heading
from ui.sections.teacher_choose import draw_choice
from ui.sections.teacher_try import draw_trial
from ui.sections.teacher_tune import draw_tuning
from ui.sections.worker import warn_without_worker
from ui.state import require_project

CHOOSE, TRY, TUNE = "Choose", "Try", "Tune"


def page() -> None:
    project = require_project()
    heading("teacher", project)
    task = st.segmented_control(
        "What to do",
        [CHOOSE, TRY, TUNE],
        default=CHOOSE,
        key="task",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    if task == CHOOSE:
        draw_choice(project)
        return
    warn_without_worker()
    {TRY: draw_trial, TUNE: draw_tuning}[task](project)


page()
