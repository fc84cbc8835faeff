"""What a student gets wrong: confused intents with examples, slots by what goes wrong, and every wrong answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.notation import Annotated
from backend.domain.utterance import Utterance
from jobs.student_mistakes import Confusion, Mistakes, SlotMistakes, mistakes_of
from storage.tables import StudentRow
from ui.components.annotated import annotated
from ui.layout import muted, strong
from ui.messages import counted
from ui.sections.paging import current_page, page_choice
from ui.state import link
from ui.store import store

PAIRS, EXAMPLES, PAGE = 6, 2, 10
ALL = "All"


def draw_errors(student: StudentRow, slots: Sequence[str], *, task_id: int | None = None) -> None:
    """The errors on what was put aside, or on an uploaded file.

    Args:
        slots: of the schema, in its order, for their colours.
    """
    found = _mistakes(store().url, student.uid, student.id, task_id)
    if found is None:
        st.text("Its answers are not kept: it was not measured, or by an older version. Train anew to see them.")
        return
    if not found.wrong:
        st.text(f"None of {counted(len(found.gold), 'example')} is wrong.")
        return
    if found.confusions:
        _draw_confusions(found)
    if found.slots:
        _draw_slots(found.slots)
    _draw_wrong(found, slots, key=f"errors-{task_id or 'aside'}")
    if task_id is None:
        link("dataset", "Correct labels in the dataset")


@st.cache_data(max_entries=16, show_spinner=False)  # of a student that is done nothing changes
def _mistakes(url: str, uid: str, student_id: int, task_id: int | None) -> Mistakes | None:  # noqa: ARG001
    return mistakes_of(store(), student_id, task_id)


def _draw_confusions(found: Mistakes) -> None:
    st.subheader("Confused intents", anchor=False)
    with st.container(border=True, gap="small", key="confusions"):
        for position, one in enumerate(found.confusions[:PAIRS]):
            with st.container(gap=None, key=f"confusion-{position}"):
                strong(f"{one.intent} taken for {one.said}: {counted(len(one.places), 'time')}", key=f"pair-{position}")
                muted(_examples(found, one), key=f"pair-examples-{position}")
    if len(found.confusions) > PAIRS:
        muted(f"{counted(len(found.confusions) - PAIRS, 'more pair')}, each less often.", key="more-confusions")


def _examples(found: Mistakes, one: Confusion) -> str:
    return "\n".join(f"•  {found.gold[at].text}" for at in one.places[:EXAMPLES])


def _draw_slots(slots: Sequence[SlotMistakes]) -> None:
    st.subheader("Slots, the worst first", anchor=False)
    st.dataframe(
        [
            {
                "Slot": one.slot,
                "Found": f"{one.found:,} of {one.times:,}",
                "Other ends": one.ends,
                "Another slot": one.other,
                "Missed": one.missed,
                "Made up": one.made_up,
            }
            for one in slots
        ],
        hide_index=True,
        key="slot-mistakes",
    )


def _draw_wrong(found: Mistakes, slots: Sequence[str], *, key: str) -> None:
    st.subheader("Wrong answers", anchor=False)
    of = {ALL: found.wrong}
    of |= {f"Intent {one.intent} taken for {one.said}": one.places for one in found.confusions}
    of |= {f"Slot {one.slot}": one.places for one in found.slots}
    chosen = of[st.selectbox("Which", list(of), key=f"{key}-which")]
    pages = -(-len(chosen) // PAGE)
    at = (current_page(key, pages) - 1) * PAGE
    lines: list[Utterance | Annotated] = []
    notes: list[str] = []
    for place in chosen[at : at + PAGE]:
        gold, said = found.gold[place], found.said[place]
        lines += [gold, Annotated(gold.text, said.spans)]
        notes += [f"is {gold.intent}", f"said {said.intent}, {said.confidence:.0%}"]
    annotated(lines, slots, key=f"{key}-{at}", notes=notes)
    page_choice(key, pages)
    muted(
        f"{counted(len(found.wrong), 'wrong answer')} of {len(found.gold):,}. Each twice: as it is labelled, "
        "and as the student said.",
        key=f"{key}-said",
    )
