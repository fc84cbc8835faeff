"""What a student of parses gets wrong: each wrong answer beside the parse as it is labelled."""

from __future__ import annotations

import streamlit as st

from backend.domain.parse_match import insensitive_match, unordered_match
from backend.domain.parse_schema import ParseSchema
from jobs.parser_comparing import ParseMistakes, parse_mistakes_of
from storage.tables import StudentRow
from ui.components.parsed import Line, parsed
from ui.layout import muted
from ui.messages import counted
from ui.sections.paging import current_page, page_choice
from ui.state import link
from ui.store import store

PAGE = 5
ALL, ORDER, CASE, NONE = "All", "Right but for the order", "Right but for spaces and case", "Without a parse"


def draw_parser_errors(student: StudentRow, schema: ParseSchema) -> None:
    """The errors on what was put aside, both parses as boxes and outline."""
    found = _mistakes(store().url, student.uid, student.id)
    if found is None:
        st.text("Its answers are not kept: it was not measured. Train anew to see them.")
        return
    if not found.wrong:
        st.text(f"None of {counted(len(found.gold), 'example')} is wrong.")
        return
    of = _by_kind(found)
    places = of[st.selectbox("Which", list(of), key="parse-errors-which")]
    pages = -(-len(places) // PAGE)
    at = (current_page("parse-errors", pages) - 1) * PAGE
    lines: list[Line] = []
    for place in places[at : at + PAGE]:
        gold, said = found.gold[place], found.said[place]
        lines.append(Line(gold.text, gold.parse, note=f"{at + len(lines) // 2 + 1}. As it is labelled"))
        lines.append(Line(gold.text, said.parse, f"No parse: {said.problem}", note="As the student said"))
    parsed(lines, schema, key=f"parse-errors-{at}")
    page_choice("parse-errors", pages)
    muted(f"{counted(len(found.wrong), 'wrong answer')} of {len(found.gold):,}.", key="parse-errors-said")
    link("dataset", "Correct parses in the dataset")


@st.cache_data(max_entries=16, show_spinner=False)  # of a student that is done nothing changes
def _mistakes(url: str, uid: str, student_id: int) -> ParseMistakes | None:  # noqa: ARG001
    return parse_mistakes_of(store(), student_id)


def _by_kind(found: ParseMistakes) -> dict[str, tuple[int, ...]]:
    """The wrong ones, and those of a kind; a kind without one is left out."""
    pairs = [(at, found.said[at].parse, found.gold[at].parse) for at in found.wrong]
    kinds = {
        ALL: found.wrong,
        ORDER: tuple(at for at, said, gold in pairs if gold and unordered_match(said, gold)),
        CASE: tuple(at for at, said, gold in pairs if gold and insensitive_match(said, gold)),
        NONE: tuple(at for at, said, _gold in pairs if said is None),
    }
    return {name: places for name, places in kinds.items() if places}
