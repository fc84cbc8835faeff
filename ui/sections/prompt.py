"""The prompt as it will be sent, and what the whole request comes to."""

from __future__ import annotations

import streamlit as st

from backend.domain.request import Request
from jobs.estimating import estimate_generation, is_paid_for
from jobs.generating import needs_teacher, preview_prompt
from storage.tables import Project
from ui.messages import counted
from ui.store import store


def draw_prompt(project_id: int, request: Request) -> None:
    """The first prompt of the request, as plain text.

    Raises:
        InvalidValue: the request does not fit the schema.
    """
    prompt = preview_prompt(store(), project_id, request)
    with st.expander("The prompt as it will be sent", icon=":material/description:"):
        st.code(prompt.text, language=None, wrap_lines=True)
        st.text(
            f"{counted(len(prompt.examples), 'example')} in it; template {prompt.template}. "
            "This is the first prompt: later ones draw other examples and slots."
        )


def draw_estimate(project: Project, request: Request) -> None:
    """What the request will come to, where somebody pays for the teacher's tokens.

    Raises:
        InvalidValue: the request does not fit the schema.
    """
    if is_paid_for(project.teacher) and needs_teacher(request.method):
        st.text(estimate_generation(store(), project.id, request, teacher=project.teacher).text)
