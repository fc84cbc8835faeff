"""Seeds of a project of parses: pasted or from a file; nothing is saved before the person says so."""

from __future__ import annotations

import streamlit as st

from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.formats.reading import Reading, physical_lines
from jobs.importing import read_pasted, read_uploaded
from storage.tables import Project
from ui.layout import muted
from ui.sections.choices import language_choice
from ui.sections.list_marks import leave_out_marks
from ui.sections.reading import draw_reading, input_key
from ui.sections.seed_list import draw_seeds
from ui.store import store

PASTE, FILE = "Paste", "Upload a file"
FILE_TYPES = ("csv", "tsv", "jsonl", "ndjson", "json", "txt", "gz")

_EXAMPLES = {
    "top": "(ORDER a (DRINKORDER (SIZE big ) (DRINK tea ) ) please )",
    "decoupled": "any pottery class tomorrow? => [IN:FIND_CLASS [SL:TOPIC pottery ] [SL:WHEN tomorrow ] ]",
    "exr": "a big tea please => (ORDER (DRINKORDER (SIZE BIG ) (DRINK TEA ) ) )",
}


def parse_seeds(project: Project, schema: Schema, parses: ParseSchema) -> None:
    """Enter seeds with their parses, and look at those that there are."""
    language = language_choice("Language", key="seeds_in", default=project.language, bound=True)
    with st.container(border=True, key="seed-entry"):
        way = st.segmented_control(
            "How to enter seeds", [PASTE, FILE], default=PASTE, key="way", bind="query-params", required=True
        )
        if way == FILE:
            _upload(project, schema, language)
        else:
            _paste(project, schema, parses, language)
    if schema.intents:
        intent = st.selectbox("Intent", [one.name for one in schema.intents], key="seeds_of", bind="query-params")
        draw_seeds(project, schema, intent)


def _paste(project: Project, schema: Schema, parses: ParseSchema, language: str) -> None:
    how = "A parse a line; its words are the text" if parses.form == "top" else "A text, => and its parse a line"
    text = st.text_area(how, key=input_key("paste"), height=180, placeholder=_EXAMPLES[parses.form])
    pressed = st.button("Check the lines", icon=":material/fact_check:", key="check")
    lines = leave_out_marks(physical_lines(text), name="paste")
    text = "\n".join(lines)

    def read(new_labels: bool) -> Reading:
        return read_pasted(store(), project.id, text, intent=None, language=language, new_labels=new_labels)

    if text.strip():
        draw_reading(project, schema, read, of=(text, language), source="pasted", name="paste", lines=lines)
    elif pressed:
        st.text("Nothing to check yet: write or paste lines into the box above.")


def _upload(project: Project, schema: Schema, language: str) -> None:
    file = st.file_uploader("File with texts and parses, at most 25 MB", type=FILE_TYPES, key=input_key("upload"))
    muted(
        "CSV or TSV with the columns text and parse; JSON lines with text and parse; TXT with a text, a tab "
        "or => and its parse a line; in UTF-8, or packed as .gz. Lines may name their own language.",
        key="file-types",
    )
    if file is None:
        return
    name, data = file.name, file.getvalue()

    def read(new_labels: bool) -> Reading:
        return read_uploaded(store(), project.id, name, data, intent=None, language=language, new_labels=new_labels)

    draw_reading(project, schema, read, of=(file.file_id, language), source=name, name="upload")
