"""What to generate next, each with why in words and the way to Generate with it chosen."""

from __future__ import annotations

import streamlit as st

from backend.domain.language import language_name
from jobs.student_needs import Need, student_needs
from storage.examples import count_examples, distinct_values
from storage.filters import ExampleFilter
from storage.students import student_by_uid
from storage.tables import Project, StudentRow
from ui.layout import muted, strong
from ui.messages import counted
from ui.sections.request_form import address_of_part
from ui.state import link
from ui.store import store

SHOWN = 6


def draw_needs(project: Project, student: StudentRow) -> None:
    """The labels that more utterances would help most."""
    found = _found(store().url, student.uid)
    with store().read() as session:
        languages = distinct_values(project.id, "language", session=session)
    st.subheader("What to generate next", anchor=False)
    if not found:
        st.text("Nothing stands out: no label is found badly, unsure or rare.")
        return
    with st.container(border=True, gap="small", key="needs"):
        for position, one in enumerate(found[:SHOWN]):
            with st.container(horizontal=True, vertical_alignment="center", key=f"need-{position}"):
                with st.container(width="stretch", gap=None, key=f"words-need-{position}"):
                    strong(_name(one, several=len(languages) > 1), key=f"need-{position}")
                    muted(" ".join(one.why), key=f"need-why-{position}")
                waiting = _waiting(project.id, one)
                if waiting:
                    link(
                        "review",
                        f"Review {counted(waiting, 'that waits', 'that wait')}",
                        **_address_of_waiting(one, several=len(languages) > 1),
                    )
                link("generate", f"Generate {one.count:,}", **_address(one))
    if len(found) > SHOWN:
        muted(f"{counted(len(found) - SHOWN, 'more label')} would gain less.", key="needs-more")


@st.cache_data(ttl=20, max_entries=16, show_spinner=False)  # every click draws the page, and all answers are read
def _found(url: str, uid: str) -> list[Need]:  # noqa: ARG001
    with store().read() as session:
        student = student_by_uid(uid, session=session)
    return student_needs(store(), student)


def _name(one: Need, *, several: bool) -> str:
    language, intent, slot = one.label
    spoken = f", in {language_name(language)}" if several else ""
    return f"{intent}{f' with {slot}' if slot else ''}{spoken}"


def _waiting(project_id: int, one: Need) -> int:
    """Candidates that hold the label: what is reviewed need not be written."""
    language, intent, slot = one.label
    wanted = ExampleFilter(intent=intent, slot=slot or None, language=language, status="pending")
    with store().read() as session:
        return count_examples(project_id, wanted, session=session)


def _address_of_waiting(one: Need, *, several: bool) -> dict[str, str]:
    """Of the Review page with these alone."""
    language, intent, slot = one.label
    of_slot = {"review_slot": slot} if slot else {}
    return {"review_intent": intent, **of_slot, **({"review_language": language_name(language)} if several else {})}


def _address(one: Need) -> dict[str, str]:
    """Of the Generate page with all of it chosen."""
    language, intent, slot = one.label
    asked = address_of_part(intent, slot, of_parses=False)
    return {"intent": intent, "language": language_name(language), "count": str(one.count), **asked}
