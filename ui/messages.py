"""Messages to the person, in which text of people, files and teachers stays text.

Streamlit reads the body of `st.error`, labels, captions and toasts as Markdown, so those hold only
fixed sentences and numbers; everything else goes through `st.text`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from backend.domain.errors import Conflict, NotFound, TeachsetError, Unavailable

Kind = Literal["success", "info", "warning"]

_HEADINGS: dict[type[TeachsetError], str] = {
    Conflict: "This cannot be done now",
    NotFound: "This is not there",
    Unavailable: "Something needed is not available",
}
_SAID = "messages.said"


def show_error(error: TeachsetError) -> None:
    """Show what is wrong: a fixed heading, and the error's own words as plain text. The same one may come twice."""
    with st.container(key=f"error-{uuid.uuid4().hex}", gap="xxsmall"):
        st.error(_HEADINGS.get(type(error), "This was refused, and nothing was changed"), icon=":material/error:")
        st.text(str(error))


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show a TeachsetError of the block instead of raising it; other errors are bugs and go on."""
    try:
        yield
    except TeachsetError as error:
        show_error(error)


def say_next(sentence: str, *, detail: str = "", kind: Kind = "success") -> None:
    """Show a message after the next rerun.

    Args:
        sentence: fixed words and numbers, read as Markdown.
        detail: any text, shown as it is.
    """
    st.session_state.setdefault(_SAID, []).append((kind, sentence, detail))


def show_said() -> None:
    """Show what `say_next` kept, once."""
    for kind, sentence, detail in st.session_state.pop(_SAID, []):
        show = {"success": st.success, "info": st.info, "warning": st.warning}[kind]
        show(sentence, icon={"success": ":material/check:"}.get(kind, ":material/info:"))
        if detail:
            st.text(detail)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 seed`, `2 seeds`, `2,000 seeds`.

    >>> counted(1, "entry", "entries"), counted(2000, "seed")
    ('1 entry', '2,000 seeds')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def safe_in_label(name: str) -> bool:
    """Whether a name may stand in a label: of letters and digits, in which Markdown finds nothing to read.

    >>> [safe_in_label(name) for name in ("ada", "José Ruiz", "", "*ada*", "ada@example.invalid", "a  b")]
    [True, True, False, False, False, False]
    """
    return all(word.isalnum() for word in name.split(" "))
