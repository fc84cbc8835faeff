"""What a student of parses said of the sentence that was tried."""

from __future__ import annotations

import streamlit as st

from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.domain.parse_schema import ParseSchema
from jobs.asking import asked_text, parse_answer_of
from storage.tables import StudentTask
from ui.components.parsed import Line, parsed
from ui.layout import muted
from ui.sections.facts import draw_facts
from ui.state import link


def draw_parse_answer(task: StudentTask, schema: ParseSchema) -> bool:
    """Draw the parse over the sentence, and as an outline; False where the student could not be asked."""
    answer = parse_answer_of(task)
    if answer is None:
        return False
    parse = read_parse(answer.parse, SQUARE) if answer.parse else None
    parsed([Line(asked_text(task), parse, f"No parse: {answer.problem}")], schema, key=f"asked-{task.id}")
    written = write_parse(parse, schema.style) if parse else answer.written
    st.text(written)
    draw_facts([("Took", f"{answer.milliseconds / 1000:.1f} s")], key="said")
    muted("Is it wrong? Write it as it should be among the seeds: the next training learns from it.", key="said-wrong")
    link("schema", "Write a seed")
    return True
