"""What to ask of the teacher; every choice is kept in the address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from backend.domain.errors import InvalidValue
from backend.domain.request import MAX_COUNT, MAX_EXAMPLES, STYLES, Include, Request
from backend.domain.schema import Schema, Slot
from jobs.generating import method_description, method_names, needs_teacher, style_for
from jobs.writers import NO_TEACHER, has_values_proposed, require_writes, writer_for
from storage.jobs import last_job_id
from storage.tables import Project
from ui.layout import muted
from ui.sections.choices import languages_choice
from ui.store import store

VARIED, PER_SLOT = "As in the seeds, varied", "Slot by slot"
AS_TEACHER = "as the teacher reads best"
LEAVE_OUT, ANY_VALUE = "leave out", "any value (*)"


def request_form(project: Project, schema: Schema) -> tuple[Request, ...]:
    """Ask for all that a request holds; one request for each language that is chosen.

    Raises:
        InvalidValue: no language, one that cannot be, or one that the teacher cannot write.
    """
    with store().read() as session:
        fresh = last_job_id(project.id, session=session) + 1
    intent = st.selectbox("Intent", [one.name for one in schema.intents], key="intent", bind="query-params")
    left, right = st.columns([3, 2])
    with left:
        languages = languages_choice("Languages", project.id, key="language", default=project.language)
    with right:
        count = st.number_input(
            "How many",
            1,
            MAX_COUNT,
            20,
            step=10,
            key="count",
            bind="query-params",
            help="Raw outputs of the teacher in each language; the checks drop some of them.",
        )
    include = include_choice(schema, intent) if schema.parses is None else labels_choice(schema, intent)
    with st.expander("Method, prompt style, grammar and random seed", icon=":material/tune:"):
        known = method_names(schema.parses)
        method = st.selectbox("Method", known, key="method", bind="query-params")
        st.text(method_description(method))
        taught = needs_teacher(method)
        style = st.selectbox(
            "Prompt style",
            [AS_TEACHER, *STYLES],
            key="style",
            bind="query-params",
            disabled=not taught,
            help="`instruct` spells the task out for any instruction model; `tuned` is for a teacher tuned on it.",
        )
        examples = st.slider(
            "Examples in a prompt, at most",
            0,
            MAX_EXAMPLES,
            MAX_EXAMPLES,
            key="examples",
            bind="query-params",
            disabled=not taught,
        )
        grammar = st.toggle(
            "Valid by construction",
            True,
            key="grammar",
            bind="query-params",
            disabled=not taught,
            help="A grammar lets the teacher write nothing but well-formed utterances with the slots asked for. "
            "Off, it writes freely and the checks drop what is not as asked.",
        )
        seed = _seed(fresh)
    if not languages:
        raise InvalidValue("no language to write in", remedy="Choose at least one.")
    first = Request(
        intent=intent,
        language=languages[0],
        include=include,
        count=int(count),
        method=method,
        style=style_for(project.teacher, method) if style == AS_TEACHER else style,
        examples=examples,
        seed=seed,
        grammar=grammar,
    )
    if has_values_proposed(project.teacher, first):
        first = replace(first, more_new_values=more_new_values_choice("more_new_values"))
    requests = tuple(replace(first, language=language) for language in languages)
    for request in requests:
        require_writes(project.teacher, request)
    _say_writer(project.teacher, first)
    return requests


def more_new_values_choice(key: str) -> bool:
    """Ask whether more values that nobody has used yet are to be listed and asked for; off unless it is chosen."""
    return st.toggle(
        "More new values",
        key=key,
        bind="query-params",
        help="Few known values of a slot would come again and again. On, the teacher lists more of them, and they are "
        "asked for the more often, the fewer are known: more variety to learn from, and more to reject or correct.",
    )


def _say_writer(teacher: str, request: Request) -> None:
    """Say so where another teacher writes than the one that is chosen."""
    writer = writer_for(teacher, request)
    if writer not in (teacher, NO_TEACHER):
        muted(f"Written by {writer}: {teacher} was not tuned for {request.method}.", key="writer")


def address_of_part(intent: str, part: str, *, of_parses: bool) -> dict[str, str]:
    """What asks for a slot, or for a label of parses, in the address of a form for this intent; nothing for neither."""
    if not part:
        return {}
    return {_labels_key(intent): part} if of_parses else {"slots": PER_SLOT, _slot_key(intent, part): ANY_VALUE}


def labels_choice(schema: Schema, intent: str) -> tuple[Include, ...] | None:
    """Ask which labels the accepted parses hold that the method starts from; None for any."""
    chosen = st.multiselect(
        "Labels to include",
        schema.labels_inside(intent),
        key=_labels_key(intent),
        bind="query-params",
        placeholder="as in the accepted parses",
        help="All methods but clasp-gb start from accepted parses that hold all of them; "
        "clasp-gb models what it writes on such parses.",
    )
    return tuple(map(Include, chosen)) or None


def _labels_key(intent: str) -> str:
    return f"labels:{intent}"


def _slot_key(intent: str, slot: str) -> str:
    return f"slot:{intent}:{slot}"


def include_choice(schema: Schema, intent: str) -> tuple[Include, ...] | None:
    """Ask which slots an utterance is to hold: as in the seeds (None), or slot by slot."""
    names = schema.intent(intent).slots
    if not names:
        return None
    how = st.segmented_control(
        "Slots", [VARIED, PER_SLOT], default=VARIED, key="slots", bind="query-params", required=True
    )
    if how == VARIED:
        return None
    chosen = ((name, _choice(schema.slot(name), intent)) for name in names)
    return tuple(Include(name, "*" if choice == ANY_VALUE else choice) for name, choice in chosen if choice)


def _choice(slot: Slot, intent: str) -> str | None:
    name, choice = st.columns([2, 3], vertical_alignment="center")
    name.text(slot.name)
    # The slot's name is text, and labels are Markdown: the visible name stands beside the box.
    picked = choice.selectbox(
        "What this slot is to be",
        [LEAVE_OUT, ANY_VALUE, *slot.catalogue],
        key=_slot_key(intent, slot.name),
        bind="query-params",
        accept_new_options=True,
        label_visibility="collapsed",
    )
    return None if picked == LEAVE_OUT else picked


def _seed(fresh: int) -> int:
    """A seed that no job of the project had, unless another is typed: the same seed would write the same again."""
    typed = st.number_input(
        "Random seed",
        0,
        2**31 - 1,
        None,
        key="seed",
        bind="query-params",
        placeholder=f"{fresh}: a new one for every job",
        help="The same request with the same number writes the same outputs.",
    )
    return fresh if typed is None else int(typed)
