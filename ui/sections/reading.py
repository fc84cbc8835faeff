"""What a dry run found: the good lines highlighted, the refused ones by line, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from backend.domain.errors import TeachsetError
from backend.domain.schema import Schema
from backend.formats.reading import LineError, Reading
from jobs.importing import labels_to_add
from jobs.other_languages import OtherLanguage, in_other_languages, told
from jobs.saving import save_reading
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.tables import Project
from ui.components.annotated import annotated
from ui.layout import muted, strong
from ui.messages import counted, errors_shown, show_error
from ui.sections.saved_seeds import say_saved
from ui.store import store

SHOWN_LINES = 30
SHOWN_ERRORS = 10
_KEPT = "reading.kept"


def draw_reading(
    project: Project,
    schema: Schema,
    read: Callable[[bool], Reading],
    *,
    of: Hashable,
    source: str,
    name: str,
    lines: Sequence[str] = (),
) -> None:
    """Read, show what was found, and save it when told to.

    Args:
        read: reads without saving; its argument says whether labels that the schema lacks are taken.
        of: what is read; the same is not read twice as long as the project stays as it is.
        source: where the utterances come from, for their provenance.
        name: of the input, whose key is `input_key(name)`.
        lines: what is read, line by line, where refused lines can go back into the input to be mended.
    """
    try:
        strict = _once(project, schema, read, of, False)
        wide = _once(project, schema, read, of, True) if strict.errors else strict
        missing = labels_to_add(store(), project.id, wide) if len(wide.lines) > len(strict.lines) else ()
    except TeachsetError as error:
        show_error(error)
        return
    is_first = not schema.intents  # nobody has a schema before the first seeds of parses
    add = bool(missing) and _offer_labels(missing, len(wide.lines) - len(strict.lines), chosen=is_first)
    reading = wide if add else strict
    st.text(
        f"{counted(len(reading.lines), 'good line')}, {len(reading.errors):,} refused. Nothing is saved yet."
        if reading.lines or reading.errors
        else "No utterance in it: blank lines, and lines that begin with #, are left out."
    )
    _draw_errors(reading.errors)
    _draw_other_languages(in_other_languages(reading.lines))
    _draw_lines(reading, schema)
    with st.container(horizontal=True):
        number = len(reading.lines)
        label = "Save the seed" if number == 1 else f"Save {number:,} seeds"
        if number and st.button(label, type="primary", icon=":material/save:", key="save-reading"):
            with errors_shown():
                _save(project, reading, source, add_labels=add)
                refused = [lines[one.number - 1] for one in reading.errors if lines]
                _leave(name, "\n".join(refused))
        if st.button("Leave it", icon=":material/close:", key="leave-reading"):
            _leave(name)


def _save(project: Project, reading: Reading, source: str, *, add_labels: bool) -> None:
    """Save it with a bar for progress: whole, also for whoever leaves the page meanwhile."""
    bar = st.progress(0.0, "Saving")
    left: list[BaseException] = []

    def show(done: int, total: int) -> None:
        try:
            if not left:
                bar.progress(done / total, f"{done:,} of {total:,} saved")
        except (RerunException, StopException) as end:
            left.append(end)

    save = partial(save_reading, store(), project.id, reading, as_="seeds", source=source)
    try:
        say_saved(save(add_labels=add_labels, progress=show))
    finally:
        if not left:
            bar.empty()
    if left:
        raise left[0]


def input_key(name: str) -> str:
    """The key of the input of that name, another one each time that it was emptied."""
    return f"{name}.{st.session_state.get(_turn(name), 0)}"


def _turn(name: str) -> str:
    return f"{name}.turn"


def _offer_labels(missing: tuple[str, ...], lines: int, *, chosen: bool) -> bool:
    with st.container(border=True, key="missing-labels"):
        strong(f"{counted(lines, 'line uses', 'lines use')} labels that the schema does not have:", key="missing")
        st.text("\n".join(missing))
        return st.checkbox("Add these labels when saving", chosen, key="add-labels")


def _draw_errors(errors: tuple[LineError, ...]) -> None:
    with st.container(key="line-errors", gap="xsmall"):
        for position, one in enumerate(errors[:SHOWN_ERRORS]):
            st.text(f"Line {one.number}: {one.problem}")
            muted(one.content, key=f"bad-line-{position}")
    if len(errors) > SHOWN_ERRORS:
        rows = [{"Line": one.number, "What is wrong": one.problem, "The line": one.content} for one in errors]
        with st.expander(f"All {len(errors):,} refused lines", icon=":material/list:"):
            st.dataframe(rows, hide_index=True, key="all-line-errors")


def _draw_other_languages(found: tuple[OtherLanguage, ...]) -> None:
    """A hint and no refusal: the lines are saved with the others, since a person knows better."""
    if not found:
        return
    with st.container(border=True, key="other-languages", gap="xsmall"):
        strong(f"{told(found)}:", key="other-languages")
        for one in found[:SHOWN_ERRORS]:
            muted(f"line {one.number} · {one.looks} · {one.text}", key=f"other-language-{one.number}")
        if len(found) > SHOWN_ERRORS:
            st.text(f"… and {counted(len(found) - SHOWN_ERRORS, 'more line')}.")


def _draw_lines(reading: Reading, schema: Schema) -> None:
    shown = reading.lines[:SHOWN_LINES]
    utterances = [line.utterance for line in shown]
    wider = schema.extended_by(*utterances)
    notes = [f"line {line.number} · {line.utterance.intent} · {line.utterance.language}" for line in shown]
    annotated(utterances, list(wider.label_names), key="good-lines", notes=notes, parses=wider.parses)
    if len(reading.lines) > SHOWN_LINES:
        st.text(f"… and {counted(len(reading.lines) - SHOWN_LINES, 'more good line')}.")


def _once(project: Project, schema: Schema, read: Callable[[bool], Reading], of: Hashable, wide: bool) -> Reading:
    """The reading, from the last run if nothing changed: 250,000 lines are not read at every click."""
    with store().read() as session:
        held = count_examples(project.id, ExampleFilter(), session=session)
    key = (project.id, schema, held, of)
    slot = f"{_KEPT}.{wide}"
    kept = st.session_state.get(slot)
    if kept is None or kept[0] != key:
        kept = (key, read(wide))
        st.session_state[slot] = kept
    reading: Reading = kept[1]
    return reading


def _leave(name: str, left: str = "") -> None:
    """Empty the input by giving it a new key, but for what is left in it, and forget the reading."""
    st.session_state[_turn(name)] = st.session_state.get(_turn(name), 0) + 1
    if left:
        st.session_state[input_key(name)] = left
    for wide in (False, True):
        st.session_state.pop(f"{_KEPT}.{wide}", None)
    st.rerun()
