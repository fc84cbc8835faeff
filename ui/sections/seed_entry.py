"""Entering seeds: one typed, many pasted, or a file; nothing is saved before the person says so."""

from __future__ import annotations

import streamlit as st

from backend.domain.schema import Schema
from backend.formats.reading import Reading, physical_lines
from backend.formats.upload import ENDINGS
from jobs.importing import read_pasted, read_uploaded
from storage.tables import Project
from ui.layout import muted
from ui.sections.choices import language_choice
from ui.sections.list_marks import leave_out_marks
from ui.sections.reading import draw_reading, input_key
from ui.sections.typed_seed import type_one
from ui.store import store

ONE, MANY, FILE = "Type one", "Paste many", "Upload a file"
FILE_TYPES = tuple(dict.fromkeys(ending.rpartition(".")[2] for ending in ENDINGS))
"""Last endings of the files that are read: `gz` for all that are packed."""


def enter_seeds(project: Project, schema: Schema) -> str:
    """Choose the intent and language of new seeds and one of the ways to enter them; returns the intent."""
    left, right = st.columns(2)
    with left:
        intent = st.selectbox("Intent", [one.name for one in schema.intents], key="seeds_of", bind="query-params")
    with right:
        language = language_choice("Language", key="seeds_in", default=project.language, bound=True)
    with st.container(border=True, key="seed-entry"):
        way = st.segmented_control(
            "How to enter seeds", [ONE, MANY, FILE], default=ONE, key="way", bind="query-params", required=True
        )
        enter = {ONE: type_one, MANY: _paste, FILE: _upload}[way]
        enter(project, schema, intent, language)
    return intent


def _paste(project: Project, schema: Schema, intent: str, language: str) -> None:
    text = st.text_area(
        "Utterances, one a line",
        key=input_key("paste"),
        height=180,
        placeholder="play [song : so what] by [artist : miles davis]\nput on some [genre : jazz]",
    )
    own = st.checkbox("Each line begins with its own intent and a tab", key="paste-own")
    pressed = st.button("Check the lines", icon=":material/fact_check:", key="check")
    lines = leave_out_marks(physical_lines(text), name="paste")
    text = "\n".join(lines)

    def read(new_labels: bool) -> Reading:
        common = None if own else intent
        return read_pasted(store(), project.id, text, intent=common, language=language, new_labels=new_labels)

    if text.strip():
        draw_reading(
            project,
            schema,
            read,
            of=(text, own, intent, language),
            source="pasted",
            name="paste",
            lines=lines,
        )
    elif pressed:
        st.text("Nothing to check yet: write or paste lines into the box above.")


def _upload(project: Project, schema: Schema, intent: str, language: str) -> None:
    file = st.file_uploader("File with utterances, at most 25 MB", type=FILE_TYPES, key=input_key("upload"))
    muted(
        "CSV or TSV with a column text in bracket notation; JSON lines with text and spans; TXT with one "
        "utterance a line; CoNLL with a token and its BIO tag a line; in UTF-8, or packed as .gz. Lines may name "
        "their own intent and language; the others get those chosen above.",
        key="file-types",
    )
    if file is None:
        return
    name, data = file.name, file.getvalue()

    def read(new_labels: bool) -> Reading:
        return read_uploaded(store(), project.id, name, data, intent=intent, language=language, new_labels=new_labels)

    draw_reading(project, schema, read, of=(file.file_id, intent, language), source=name, name="upload")
