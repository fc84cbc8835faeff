"""The prompt as it will be sent, and what the whole request comes to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.language import language_name
from backend.domain.request import Request
from jobs.estimating import estimate_generation, is_paid_for
from jobs.generating import needs_teacher, preview_prompt
from storage.tables import Project
from ui.layout import strong
from ui.messages import counted
from ui.store import store


def draw_prompts(project_id: int, requests: Sequence[Request]) -> None:
    """The first prompt of each request or, of a method without a teacher, the first reply, as plain text.

    Raises:
        InvalidValue: a request does not fit the schema.
    """
    prompts = [preview_prompt(store(), project_id, request) for request in requests]
    is_sent = needs_teacher(requests[0].method)
    title = "The prompt as it will be sent" if is_sent else "What comes first, and what it is made of"
    with st.expander(title, icon=":material/description:"):
        for prompt in prompts:
            if len(prompts) > 1:
                strong(language_name(prompt.language), key=f"prompt-{prompt.language}")
            st.code(prompt.text, language=None, wrap_lines=True)
            if is_sent:
                st.text(f"{counted(len(prompt.examples), 'example')} in it; template {prompt.template}.")
        st.text(
            "This is the first prompt: later ones have other examples, and may ask for other labels."
            if is_sent
            else "Written by rule: no teacher is asked. Later ones are made of other accepted utterances."
        )


def draw_estimate(project: Project, requests: Sequence[Request]) -> None:
    """What the requests will come to, where somebody pays for the teacher's tokens.

    Raises:
        InvalidValue: a request does not fit the schema.
    """
    for request in requests if is_paid_for(project.teacher) else ():
        if needs_teacher(request.method):
            said = estimate_generation(store(), project.id, request, teacher=project.teacher).text
            st.text(f"{language_name(request.language)}: {said}" if len(requests) > 1 else said)
