"""A test file as it is uploaded: what it holds, and what of it a student trained now would learn from."""

from __future__ import annotations

import streamlit as st

from backend.domain.utterance import Utterance
from jobs.student_tests import MOST, Overlap, Uploaded, accepted_overlap, read_test
from storage.analyses import AcceptedSet, accepted_set
from storage.tables import Project
from ui.layout import muted
from ui.messages import counted, errors_shown
from ui.sections.seed_entry import FILE_TYPES
from ui.store import store

SHOWN_ERRORS = 5
_KEPT, _TURN = "student.test", "student.test.turn"


def draw_check(project: Project) -> None:
    """Before there is a student: what of a test file is among what it would learn from."""
    with st.container(border=True, key="test-check"), errors_shown():
        read = uploaded(project, "Once there is a student, it can be measured on them. They are added to nothing.")
        if read is not None:
            draw_next(project, read)
            draw_refused(read)


def uploaded(project: Project, purpose: str = "They are measured on, and added to nothing.") -> Uploaded | None:
    """The upload, and what it holds; None where there is none.

    Args:
        purpose: what becomes of the utterances, for a person.

    Raises:
        InvalidValue: a file that cannot be read, holds no utterance, or too many.
    """
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader("Test file with annotated utterances", type=FILE_TYPES, key=f"test-file.{turn}")
    muted(
        f"CSV, TSV, JSON lines, CoNLL or text, as seeds are uploaded; each line names its intent. At most {MOST:,} "
        f"utterances. {purpose}",
        key="test-file-types",
    )
    if file is None:
        return None
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != (file.file_id, project.language):
        kept = ((file.file_id, project.language), read_test(file.name, file.getvalue(), language=project.language))
        st.session_state[_KEPT] = kept
    read: Uploaded = kept[1]
    return read


def let_go() -> None:
    """Have the upload empty again."""
    st.session_state[_TURN] += 1
    st.session_state.pop(_KEPT, None)


def draw_next(project: Project, read: Uploaded) -> None:
    """What of the file is among the accepted examples, of which a student that is trained now learns."""
    with store().read() as session:
        accepted = accepted_set(project.id, session=session)
    of_file = (read.name, project.language, read.sha256)
    shared = _overlap(store().url, project.id, accepted, of_file, read.utterances)
    exact, alike, all_of = len(shared.exact), len(shared.delexicalised), counted(len(read.utterances), "utterance")
    if not exact + alike:
        st.text(f"Among the accepted examples, which the next student learns from, are none of {all_of}.")
        return
    st.text(
        f"Among the accepted examples, which the next student learns from, are word for word {exact:,} of {all_of}, "
        f"and {alike:,} but for the values of their slots: these it may only remember."
    )


# Every click draws the page. A name says how a file is read, and the language is that of lines that name none.
@st.cache_data(max_entries=16, show_spinner="Comparing it with what is accepted")
def _overlap(
    url: str,  # noqa: ARG001
    project_id: int,
    accepted: AcceptedSet,  # noqa: ARG001
    file: tuple[str, str, str],  # noqa: ARG001
    _utterances: tuple[Utterance, ...],
) -> Overlap:
    return accepted_overlap(store(), project_id, _utterances)


def draw_refused(read: Uploaded) -> None:
    """The lines of the file that could not be read, the first of them."""
    if not read.refused:
        return
    st.text(f"{counted(len(read.refused), 'line is', 'lines are')} left out:")
    for position, one in enumerate(read.refused[:SHOWN_ERRORS]):
        muted(f"Line {one.number}: {one.problem}", key=f"test-refused-{position}")
