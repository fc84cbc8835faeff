"""A filter as a person would say it."""

from __future__ import annotations

from storage.filters import ExampleFilter
from ui.review_filters import in_words


def test_nothing_filtered_is_all_candidates() -> None:
    assert in_words(ExampleFilter(status="pending"), {}) == "all candidates"


def test_every_filter_is_said() -> None:
    wanted = ExampleFilter(
        status="pending",
        intent="book_trip",
        slot="city",
        language="fr",
        method="grammar",
        job_id=3,
        doubt="some",
        below_score=0.1,
        below_slot_score=0.05,
        flagged=False,
        grouped=True,
        search="oslo",
    )
    assert in_words(wanted, {3: "12 of book_trip, today 14:03"}) == (
        "intent book_trip; with slot city; French; method grammar; request 12 of book_trip, today 14:03; "
        "doubted by a check or the student; score below 10%; slot score below 5%; not flagged; "
        "with near-duplicates; text with “oslo”"
    )


def test_a_request_without_a_name_is_said_by_its_number() -> None:
    assert in_words(ExampleFilter(job_id=3, group_key=5), {}) == "request 3; one group of near-duplicates"
    assert in_words(ExampleFilter(plan_id=3), {}) == "one plan"
