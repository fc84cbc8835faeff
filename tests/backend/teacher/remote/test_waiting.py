from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.teacher.remote.waiting import backoff, passes, seconds_until, told_to_wait

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_what_may_pass_is_tried_again(status: int) -> None:
    assert passes(status)


@pytest.mark.parametrize("status", [301, 400, 401, 402, 403, 404, 413, 422])
def test_what_will_not_pass_is_final(status: int) -> None:
    assert not passes(status)


def test_backoff_doubles_up_to_a_minute_and_chance_takes_at_most_half() -> None:
    assert [backoff(attempt, 1.0) for attempt in range(1, 10)] == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    assert backoff(3, 0.0) == 1.0


@pytest.mark.parametrize(
    ("given_", "seconds"),
    [
        ("30", 30.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("12ms", 0.012),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("2m", 120.0),
        ("Sun, 01 Mar 2026 12:00:45 GMT", 45.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("2026-03-01T12:01:00Z", 60.0),
        (str(int(NOW.timestamp()) + 20), 20.0),
        (str((int(NOW.timestamp()) + 20) * 1000), 20.0),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_what_servers_say_about_waiting_is_read(given_: str, seconds: float | None) -> None:
    assert seconds_until(given_, NOW) == seconds


@given(st.text(max_size=40))
def test_no_header_whatever_breaks_the_reader(text: str) -> None:
    read = seconds_until(text, NOW)
    assert read is None or read >= 0


def test_retry_after_comes_before_resets_and_only_with_a_refusal() -> None:
    headers = {"retry-after": "7", "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20s"}
    assert told_to_wait(headers, NOW, refused=True) == 7
    assert told_to_wait(headers, NOW, refused=False) == 20
    assert told_to_wait({"retry-after-ms": "250"}, NOW, refused=True) == 0.25


def test_the_limits_that_are_used_up_are_waited_for_and_no_others() -> None:
    headers = {
        "x-ratelimit-remaining-requests": "12",
        "x-ratelimit-reset-requests": "6m0s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "1.5s",
    }
    assert told_to_wait(headers, NOW, refused=False) == 1.5
    assert told_to_wait({**headers, "x-ratelimit-remaining-tokens": "9"}, NOW, refused=False) is None
    assert told_to_wait({"x-ratelimit-reset": "9"}, NOW, refused=True) == 9
    assert told_to_wait({"x-ratelimit-reset": "9"}, NOW, refused=False) is None
    assert told_to_wait({}, NOW, refused=True) is None
