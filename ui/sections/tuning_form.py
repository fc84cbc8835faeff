"""What to tune and how: counted before it is started."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import TeachsetError
from jobs.settings import settings
from jobs.tuning import TuningOrder, order_tuning, tunable_bases, tunable_methods, tuned_name, tuning_settings
from jobs.tuning_data import TuningData, accepted_data, counts, suggested_held_out
from storage.tables import Project
from ui.layout import muted
from ui.messages import counted, errors_shown, say_next
from ui.sections.tuning_data import OWN, choose_data
from ui.store import store

LORA, FULL = "LoRA", "All weights"
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)


def draw_tuning_form(project: Project, *, busy: bool) -> None:
    """Ask for everything, say how many utterances that makes, and start the tuning when told to."""
    with errors_shown():
        data = choose_data(project)
        if data is None:
            return
        order, is_named = _ask(data, busy)
        held = counts(data, order.excluded, order.settings.held_out)
        refused = f"; {counted(data.refused, 'line')} could not be read" if data.refused else ""
        learnt = counted(held.teaching, "utterance")
        st.text(f"{learnt} to learn from, {held.measuring:,} held out to measure with{refused}.")
        if held.teaching < 500:
            st.text("A few hundred utterances teach little: thousands, of many intents, teach the task itself.")
        pressed = st.button(
            "Tuning…" if busy else "Tune",
            key="tune",
            type="primary",
            icon=":material/model_training:",
            width="stretch",
            disabled=busy or not is_named,
        )
        if not is_named:
            muted("Name the tuned teacher first, above.", key="tune-lacks")
        if pressed:
            _start(project, order, data)


def _ask(data: TuningData, busy: bool) -> tuple[TuningOrder, bool]:
    """The order, and whether its name may be that of a new teacher."""
    name = st.text_input(
        "Name of the tuned teacher", key="tuned-name", max_chars=64, placeholder="my-assistant-teacher"
    )
    is_named = busy or _may_be(name)
    base = st.selectbox(
        "Base: what is tuned",
        tunable_bases(),
        key="base",
        bind="query-params",
        accept_new_options=True,
        help="Type a hub name such as `organisation/model`, or the path of a folder with a model.",
    )
    excluded = st.multiselect(
        "Intents to leave out",
        data.intents,
        key="leave-out",
        placeholder="none",
        help="What the teacher is to be tested on, it must not have seen.",
    )
    how = st.segmented_control(
        "What learns", [LORA, FULL], default=LORA, key="learns", bind="query-params", required=True
    )
    passes = st.number_input(
        "Passes", 1, 100, 3, key="passes", bind="query-params", help="How often every utterance is learnt."
    )
    with st.expander("Methods, held-out share, batches and licence", icon=":material/tune:"):
        offered = tunable_methods(parses=data.holds_parses)
        methods = st.multiselect(
            "Methods",
            offered,
            default=offered[:1],
            key=f"tuning-methods-{data.holds_parses}",
            help="A teacher reads the compact prompts of those alone that it was tuned for.",
        )
        suggested = suggested_held_out(len(data.utterances))
        held_out = st.select_slider(
            "Held out", SHARES, suggested, format_func=lambda share: f"{share:.0%}", key=f"held-out-{suggested}"
        )
        batch_tokens = st.number_input(
            "Tokens in a batch",
            256,
            65_536,
            4096,
            step=256,
            key="batch-tokens",
            bind="query-params",
            help="Fewer take less memory, and more steps.",
        )
        licence = st.text_input("Licence and source of the data, for the card", key="data-licence", max_chars=300)
    order = TuningOrder(
        name=name,
        base=base,
        methods=tuple(methods),
        excluded=tuple(excluded),
        settings=tuning_settings(
            full=how == FULL, passes=int(passes), held_out=float(held_out), batch_tokens=int(batch_tokens)
        ),
        licence=licence,
    )
    return order, is_named


def _start(project: Project, order: TuningOrder, data: TuningData) -> None:
    if st.session_state.get("learn", OWN) == OWN:
        data = accepted_data(store(), project.id, project.name)  # as they are now, whatever was counted
    _run, new = order_tuning(store(), project.id, order, data, settings())
    if not new:
        say_next("This project is tuning a teacher already.", kind="info")
    st.rerun()


def _may_be(name: str) -> bool:
    """Say at once what is wrong with a name; an empty one is still to be typed."""
    if not name.strip():
        return False
    try:
        tuned_name(name, settings())
    except TeachsetError as error:
        st.text(str(error))
        return False
    return True
