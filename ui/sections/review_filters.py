"""The filters of the Review page: those used most in sight, the others behind a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from backend.domain.language import language_name
from backend.domain.schema import Schema
from storage.filters import ExampleFilter
from storage.queue import Order
from storage.review_offers import Offers, jobs_by_id, last_example_id, review_offers
from storage.schemas import load_labels
from storage.tables import Job, Project
from ui import behind
from ui.review_filters import (
    FOUND,
    GROUP,
    IN_SIGHT,
    LIKELY,
    MORE,
    ORDER,
    ORDERS,
    PLAN,
    REQUEST,
    clear_choices,
    in_words,
    is_set,
    number_in_address,
)
from ui.store import store
from ui.times import here, shown_time

OTHERWISE = "the student says otherwise"
DOUBTS = {"doubted": "some", "not doubted": "none", OTHERWISE: "student"}
FLAGS = {"flagged": True, "not flagged": False}
SCORES = {f"below {percent}%": percent / 100 for percent in (1, 5, 10, 25, 50)}
DUPLICATES = {"with": True, "without": False}


@dataclass(frozen=True)
class Chosen:
    """Which candidates, said in words too, and in which order."""

    wanted: ExampleFilter
    order: Order
    words: str


def review_filters(project: Project) -> Chosen:
    """Draw the filters into the row that is open, each as the address has it.

    What the project lacks is neither offered nor filtered by.
    """
    with store().read() as session:
        schema = load_labels(project.id, session=session)
        last = last_example_id(project.id, session=session)
    offers = _offered(project, last)
    with store().read() as session:
        jobs = jobs_by_id(project.id, offers.jobs, session=session)
    now = datetime.now(here())
    requests = {job.id: _request(job, now) for job in jobs.values() if job.plan_id is None}
    group, plan = number_in_address(GROUP), number_in_address(PLAN)
    seen = _in_sight(schema)
    number = sum(behind.is_set(name) for name in MORE)
    with st.popover(
        f"More filters: {number}" if number else "More filters", icon=":material/tune:", key="more-filters"
    ):
        more, order = _behind(offers, requests)
    if group is not None:
        with st.container(width="content", key="muted-review-group"):
            st.text("one group of near-duplicates")
    if plan is not None:
        with st.container(width="content", key="muted-review-plan"):
            st.text("one plan")
    if order != LIKELY:
        with st.container(width="content", key="muted-review-order"):
            st.text(order.lower())
    by_link = group is not None or plan is not None
    if by_link or order != LIKELY or number or any(is_set(name) for name in IN_SIGHT):
        st.button("Clear", icon=":material/filter_alt_off:", type="tertiary", on_click=clear_choices)
    wanted = ExampleFilter(status="pending", group_key=group, plan_id=plan, **seen, **more)  # type: ignore[arg-type]
    return Chosen(wanted, ORDERS[order], in_words(wanted, requests, of_parses=schema.parses is not None))


def _in_sight(schema: Schema) -> dict[str, str | None]:
    search = st.text_input(
        "Search",
        type="search",
        key="review_search",
        bind="query-params",
        placeholder="Search",
        label_visibility="collapsed",
        width=140,
    )
    intents, kind = [one.name for one in schema.intents], "label" if schema.parses else "slot"
    return {
        "search": (search or "").strip() or None,
        "intent": _choice("Intent", "review_intent", intents, placeholder="Any intent", width=155),
        "slot": _choice(kind.title(), "review_slot", schema.label_names, placeholder=f"Any {kind}", width=130),
    }


def _behind(offers: Offers, requests: Mapping[int, str]) -> tuple[dict[str, object], str]:
    codes = {language_name(code): code for code in offers.languages}
    language = behind.choice("Language", "review_language", codes) if len(codes) > 1 else None
    methods = offers.methods
    several = len(methods) > 1 or behind.is_set("review_method")
    method = behind.choice("Method", "review_method", methods) if several else None
    job = _request_choice(requests) if requests else None
    doubt = None
    if offers.doubted:
        by = "By a check that does not drop a candidate, or by a student that disagrees."
        doubt = behind.choice("Doubted by a check or the student", "review_doubt", DOUBTS, help=by)
    score = None
    if offers.scored:
        by = "How probable a student that was trained without it holds its intent. Many at once can reject all of them."
        score = behind.choice("Score by a student trained without it", "review_score", SCORES, help=by)
    slot_score = None
    if offers.slots_scored:
        by = "How probable such a student holds the slot of each word: the least counts."
        slot_score = behind.choice("Score of its slots", "review_slot_score", SCORES, help=by)
    flagged = behind.choice("Flagged", "review_flagged", FLAGS) if offers.flagged else None
    grouped = behind.choice("Near-duplicates", "review_duplicates", DUPLICATES) if offers.grouped else None
    order = st.segmented_control(
        "Order",
        list(ORDERS),
        key=behind.key_with(ORDER, lambda said: said if said in ORDERS else None, usual=LIKELY),
        required=True,
        help="Likely right first: the ones that teach something new before the others, and what is doubted at the end. "
        "Doubted first: more to correct, and a student learns more of it, if you will decide most of them anyway.",
    )
    behind.keep(ORDER, None if order == LIKELY else order)
    return {
        "language": codes[language] if language else None,
        "method": method,
        "job_id": job,
        "doubt": DOUBTS[doubt] if doubt else None,
        "below_score": SCORES[score] if score else None,
        "below_slot_score": SCORES[slot_score] if slot_score else None,
        "flagged": FLAGS[flagged] if flagged else None,
        "grouped": DUPLICATES[grouped] if grouped else None,
    }, order or LIKELY


def _request_choice(requests: Mapping[int, str]) -> int | None:
    """Kept in the address by its number: what it is called changes with the day."""
    key = behind.key_with(REQUEST, {str(number): number for number in requests}.get)
    picked: int | None = st.selectbox(
        "Request", list(requests), None, format_func=requests.__getitem__, key=key, placeholder="any"
    )
    behind.keep(REQUEST, picked)
    return picked


def _choice(label: str, name: str, options: Sequence[str], *, placeholder: str, width: int) -> str | None:
    """A choice or none; its placeholder says what it is."""
    return st.selectbox(
        label,
        list(options),
        index=None,
        placeholder=placeholder,
        key=name,
        bind="query-params",
        disabled=not options,
        label_visibility="collapsed",
        width=width,
    )


def _request(job: Job, now: datetime) -> str:
    return f"{job.total:,} of {job.intent}, {shown_time(job.created_at, now=now)}"


def _offered(project: Project, last_example: int) -> Offers:
    """What there is to filter by; a filter that the address has may be of what was found since that was looked up."""
    of = (store().url, project.id, project.created_at, last_example)
    offers = _offers(*of)
    if any(behind.is_set(name) and not getattr(offers, found) for name, found in FOUND.items()):
        _offers.clear(*of)
        offers = _offers(*of)
    return offers


# Looking through all candidates takes a while where there are many, and what they are of hardly ever changes.
@st.cache_data(ttl=20, max_entries=32, show_spinner=False)
def _offers(url: str, project_id: int, made: datetime, last_example: int) -> Offers:  # noqa: ARG001
    with store().read() as session:
        return review_offers(project_id, session=session)
