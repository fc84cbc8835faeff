"""Which candidates to review and in which order, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from backend.domain.language import language_name
from storage.filters import ExampleFilter
from storage.queue import Order
from ui import behind

MORE = (
    "review_language",
    "review_method",
    "review_request",
    "review_doubt",
    "review_score",
    "review_slot_score",
    "review_flagged",
    "review_duplicates",
)
"""What is chosen behind "More filters"; see `ui.behind`."""

FOUND = {
    "review_doubt": "doubted",
    "review_score": "scored",
    "review_slot_score": "slots_scored",
    "review_flagged": "flagged",
    "review_duplicates": "grouped",
}
"""Filters by what is found out while candidates wait, and what of `Offers` says that some was."""

IN_SIGHT = ("review_intent", "review_slot", "review_search")
"""Names of their own in the address: what the Generate page asks for is no filter of the review."""

ORDER = "review_order"
LIKELY, DOUBTED_FIRST, AS_THEY_CAME = "Likely right first", "Doubted first", "As they came"
ORDERS: dict[str, Order] = {LIKELY: "worth", DOUBTED_FIRST: "doubted", AS_THEY_CAME: "arrival"}
"""The first is the usual one."""

REQUEST, GROUP, PLAN = "review_request", "review_group", "review_plan"
"""Kept in the address by number: of a job, of a group of near-duplicates, of a plan."""


_DOUBTED = {
    "some": "doubted by a check or the student",
    "none": "doubted by nothing",
    "student": "where the student says otherwise",
}


def is_set(name: str) -> bool:
    """Whether a filter in sight is set, also before its widget is drawn."""
    return bool(st.session_state[name] if name in st.session_state else st.query_params.get(name))


def clear_filters() -> None:
    """For a callback: show all from the next run on."""
    for name in IN_SIGHT:
        st.session_state[name] = "" if name == "review_search" else None
    behind.clear((*MORE, GROUP, PLAN))


def clear_choices() -> None:
    """For a callback: show all, in the usual order."""
    clear_filters()
    behind.clear([ORDER])


def number_in_address(name: str) -> int | None:
    """What the address says by number; None where that is none."""
    given = st.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def in_words(wanted: ExampleFilter, requests: Mapping[int, str], *, of_parses: bool = False) -> str:
    """A filter as a person would say it.

    Args:
        requests: what each job is called.
        of_parses: utterances are labelled with parses, and not with slots.
    """
    told: dict[str, Callable[[object], str]] = {
        "intent": lambda value: f"intent {value}",
        "slot": lambda value: f"with {'label' if of_parses else 'slot'} {value}",
        "language": lambda value: language_name(str(value)),
        "method": lambda value: f"method {value}",
        "job_id": lambda value: f"request {requests.get(value, value)}",  # type: ignore[call-overload]
        "plan_id": lambda _value: "one plan",
        "doubt": lambda value: _DOUBTED[str(value)],
        "below_score": lambda value: f"score below {value:.0%}",
        "below_slot_score": lambda value: f"slot score below {value:.0%}",
        "flagged": lambda value: "flagged" if value else "not flagged",
        "grouped": lambda value: "with near-duplicates" if value else "without near-duplicates",
        "group_key": lambda _value: "one group of near-duplicates",
        "search": lambda value: f"text with “{value}”",
    }
    held = wanted.as_dict()
    return "; ".join(tell(held[name]) for name, tell in told.items() if name in held) or "all candidates"
