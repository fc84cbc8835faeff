"""Trying a sentence: what the student makes of it, and keeping it as a seed where that is wrong."""

from __future__ import annotations

import streamlit as st

from backend.domain.notation import Annotated, write_typed
from backend.domain.schema import Schema
from backend.domain.utterance import MAX_TEXT, Span
from jobs.asking import Answer, answer_of, asked_text, order_ask
from jobs.worker_status import worker_alive
from storage.examples import distinct_values
from storage.student_tasks import ASKED_KEPT, list_tasks, task_by_uid
from storage.students import latest_student
from storage.tables import ACTIVE_JOB, ASK, Project, StudentTask
from ui.components.annotated import annotated
from ui.layout import muted, strong
from ui.messages import errors_shown
from ui.sections.choices import language_choice
from ui.sections.facts import draw_facts
from ui.sections.parser_answer import draw_parse_answer
from ui.sections.typed_seed import times_saved, type_one
from ui.services import schema_of
from ui.store import store

EVERY = 0.4
"""Seconds between two looks for an answer."""
_HINT = "What is wrong can be corrected and kept as a seed."
_HINT_OF_PARSES = "Its parse is drawn over the words and as an outline; what is missing can be added as a seed."
_ASKED = "student.asked."
"""With the project's id: the session's last sentence, which no other session is shown."""


def draw_try(project: Project) -> None:
    """The sentence to try, and what the student said of the last one."""
    st.subheader("Try a sentence", anchor=False)
    schema = schema_of(store(), project.id)
    with st.container(border=True, key="try-sentence"), errors_shown():
        with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            with st.container(width="stretch", key="words-ask"):
                text = st.text_input(
                    "What a user would say",
                    key="ask-text",
                    max_chars=MAX_TEXT,
                    autocomplete="off",
                    placeholder="take me to rome on monday",
                )
            pressed = st.form_submit_button("Ask the student", icon=":material/chat:")
        if pressed:
            st.session_state[f"{_ASKED}{project.id}"] = order_ask(store(), project.id, text.strip()).uid
        task = _last(project.id)
        if task is None:
            muted(_HINT_OF_PARSES if schema.parses else _HINT, key="ask-hint")
        elif task.status in ACTIVE_JOB:
            _wait(task.uid)
        else:
            _draw_ended(project, schema, task)


def _last(project_id: int) -> StudentTask | None:
    """What the latest student was asked in this session last."""
    asked = st.session_state.get(f"{_ASKED}{project_id}")
    if asked is None:
        return None
    with store().read() as session:
        student = latest_student(project_id, session=session)
        if student is None:
            return None
        tasks = list_tasks(project_id, ASK, student_id=student.id, limit=ASKED_KEPT, session=session)
    return next((task for task in tasks if task.uid == asked), None)


@st.fragment(run_every=EVERY)
def _wait(uid: str) -> None:
    with errors_shown():
        with store().read() as session:
            task = task_by_uid(uid, session=session)
        if task.status not in ACTIVE_JOB:
            st.rerun()
        st.text(asked_text(task))
        alive = worker_alive(store())
        said = "Asking the student…" if alive else "No worker is running: it is asked as soon as one is."
        muted(said, key="ask-waiting")


def _draw_ended(project: Project, schema: Schema, task: StudentTask) -> None:
    if schema.parses is not None and draw_parse_answer(task, schema.parses):
        return
    answer = answer_of(task)
    if answer is None:
        st.text(asked_text(task))
        st.error("The student could not be asked.", icon=":material/error:")
        st.text(task.error)
        return
    said = Annotated(asked_text(task), tuple(Span(*span) for span in answer.spans))
    annotated([said], [slot.name for slot in schema.slots], key=f"asked-{task.id}")
    strong(answer.intent, key="said-intent")
    others = ", ".join(f"{name} {share:.0%}" for name, share in answer.runners_up)
    draw_facts(
        [
            ("Probability", f"{answer.confidence:.1%}"),
            ("Next", others),
            ("Took", f"{answer.milliseconds:.0f} ms" if answer.milliseconds >= 1 else "under 1 ms"),
        ],
        key="said",
    )
    _correct(project, schema, answer, said, name=f"correct-{task.id}")


def _correct(project: Project, schema: Schema, answer: Answer, said: Annotated, *, name: str) -> None:
    if times_saved(name):
        muted("Kept as a seed: the next training learns from it.", key="said-kept")
        return
    if not st.toggle("Correct it and keep it as a seed", key=f"{name}-open"):
        return
    names = [intent.name for intent in schema.intents]
    at = names.index(answer.intent) if answer.intent in names else 0
    with store().read() as session:
        languages = tuple(distinct_values(project.id, "language", session=session))
    left, right = st.columns(2)
    with left:
        intent = st.selectbox("Intent", names, at, key=f"{name}-intent")
    with right:
        language = language_choice("Language", key=f"{name}-language", default=project.language, others=languages)
    type_one(project, schema, intent, language, name=name, start=write_typed(said))
