"""Waiting for a server, asking it again, and leaving it when told to stop."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from itertools import pairwise
from threading import Condition, Lock

import pytest

from backend.domain.errors import Unavailable
from backend.domain.prompt import Message
from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote import waiting
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.remote.conftest import (
    CHAT,
    Answered,
    Call,
    LoopbackServer,
    never,
    obliging,
    said,
)
from tests.backend.teacher.remote.sampling import first_then, places, sample


def test_a_429_makes_all_wait_as_long_as_it_says(server: LoopbackServer) -> None:
    first_then(server, Answered(429, {"error": {"message": "slow down"}}, {"Retry-After": "1"}))
    began = time.monotonic()
    assert len(sample(server, Order(CHAT, 1), options=RemoteOptions(retries=1, timeout=5))) == 1
    assert time.monotonic() - began >= 1


def test_being_told_to_wait_is_no_failure_while_others_get_through(server: LoopbackServer) -> None:
    """One of two requests at a time is refused five times, each time only once the other has got further."""
    unlucky = replace(CHAT, messages=(Message("user", "unlucky"),))
    refused, others, changed = [0], [0], Condition()

    def answer(call: Call) -> Answered:
        with changed:
            if call.body["messages"] != [{"role": "user", "content": "unlucky"}]:
                others[0] += 1
                changed.notify_all()
                # Answered after the refusal, so while all are kept waiting.
                assert changed.wait_for(lambda: refused[0] >= min(others[0], 5), 10)
                return said("ok")
            # With one slot for the others, the one before has been answered when the next one comes.
            assert changed.wait_for(lambda: others[0] > refused[0], 10)
            if refused[0] == 5:
                return said("at last")
            refused[0] += 1
            changed.notify_all()
            return Answered(429, {}, {"retry-after-ms": "5"})

    server.answer = answer
    options = RemoteOptions(retries=1, timeout=20, concurrency=2)
    outputs = sample(server, Order(unlucky, 1), *[Order(CHAT, 1)] * 8, options=options)
    assert (refused[0], len(outputs)) == (5, 9)


def test_a_limit_that_is_used_up_is_waited_for_before_the_next_request(server: LoopbackServer) -> None:
    times: list[float] = []

    def last_one(call: Call) -> Answered:
        times.append(time.monotonic())
        answer = obliging(call)
        answer.headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "300ms"}
        return answer

    server.answer = last_one
    sample(server, Order(CHAT, 1), Order(CHAT, 1), options=RemoteOptions(concurrency=1, timeout=5))
    assert times[1] - times[0] >= 0.3


def test_an_empty_account_or_a_wait_of_hours_is_not_waited_for(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(429, {"error": {"message": "pay first", "code": "insufficient_quota"}})
    with pytest.raises(Unavailable, match="pay first"):
        sample(server, Order(CHAT, 1))
    server.answer = lambda _: Answered(429, {}, {"Retry-After": "86400"})
    with pytest.raises(Unavailable, match="86,400 seconds"):
        sample(server, Order(CHAT, 1))
    assert len(server.calls) == 2


@pytest.mark.usefixtures("quick_backoff")
def test_errors_of_the_server_and_cut_connections_are_tried_again(server: LoopbackServer) -> None:
    first_then(server, Answered(500, b"oops"), Answered(503, {}), Answered(200, {}, cut=True))
    assert places(sample(server, Order(CHAT, 2))) == [(0, 0), (0, 1)]
    assert len(server.calls) == 4


def test_a_server_that_says_not_to_wait_and_refuses_again_is_waited_for_longer_each_time(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "FIRST_SECONDS", 0.2)
    times: list[float] = []
    told = ("0", "0", "Wed, 21 Oct 2015 07:28:00 GMT")

    def thrice(call: Call) -> Answered:
        times.append(time.monotonic())
        return Answered(429, {}, {"Retry-After": told[len(times) - 1]}) if len(times) <= 3 else obliging(call)

    server.answer = thrice
    assert len(sample(server, Order(CHAT, 1), options=RemoteOptions(retries=3, timeout=5))) == 1
    first, second, third = (after - before for before, after in pairwise(times))
    assert first < 0.2  # it was told so
    assert (second >= 0.2, third >= 0.4) == (True, True)  # the back-off's half at least


@pytest.mark.usefixtures("quick_backoff")
def test_an_answer_that_makes_no_sense_once_is_asked_for_again(server: LoopbackServer) -> None:
    garbled = Answered(200, b"not packed at all", {"Content-Encoding": "gzip"})
    first_then(server, Answered(200, b"<html>busy</html>"), Answered(200, {"error": {"message": "busy"}}), garbled)
    assert places(sample(server, Order(CHAT, 2))) == [(0, 0), (0, 1)]
    assert len(server.calls) == 4


def test_an_answer_that_is_packed_though_nobody_asked_for_it_is_read(server: LoopbackServer) -> None:
    packed = gzip.compress(json.dumps(said("packed").body).encode())
    server.answer = lambda _: Answered(200, packed, {"Content-Encoding": "gzip"})
    assert [output.text for output in sample(server, Order(CHAT, 1))] == ["packed"]


@pytest.mark.usefixtures("quick_backoff")
def test_retries_end_with_what_was_the_matter(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(500, {"error": {"message": "out of memory"}})
    with pytest.raises(Unavailable, match="500: out of memory; gave up after 4 tries"):
        sample(server, Order(CHAT, 1))
    assert len(server.calls) == 4


@pytest.mark.usefixtures("quick_backoff")
def test_a_slow_answer_is_left_and_asked_for_again(server: LoopbackServer) -> None:
    def slow_once(call: Call) -> Answered:
        if len(server.calls) == 1:
            server.leave.wait(10)
        return obliging(call)

    server.answer = slow_once
    assert len(sample(server, Order(CHAT, 1), options=RemoteOptions(timeout=2, retries=2))) == 1
    assert len(server.calls) == 2


def test_a_waiting_request_is_left_soon_after_a_stop_and_what_arrived_is_kept(server: LoopbackServer) -> None:
    stop: list[float] = []

    def one_then_never(call: Call) -> Answered:
        if call.body["messages"][-1]["content"] == "go" and len(server.calls) == 1:
            return said("first")
        stop.append(time.monotonic())
        server.leave.wait(30)
        return said("late")

    server.answer = one_then_never
    options = RemoteOptions(concurrency=1, timeout=30)
    outputs = sample(server, Order(CHAT, 1), Order(CHAT, 1), options=options, should_stop=lambda: bool(stop))
    left = time.monotonic() - stop[0]
    assert [output.text for output in outputs] == ["first"]
    assert left < 1.5


def test_a_long_backoff_is_left_soon_after_a_stop(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(429, {}, {"Retry-After": "600"})
    began = time.monotonic()
    assert sample(server, Order(CHAT, 1), should_stop=lambda: time.monotonic() - began > 0.4) == []
    assert 0.4 <= time.monotonic() - began < 2


def test_requests_run_side_by_side_but_no_more_than_allowed(server: LoopbackServer) -> None:
    now, most, lock = [0], [0], Lock()

    def count(call: Call) -> Answered:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        server.leave.wait(0.1)
        with lock:
            now[0] -= 1
        return obliging(call)

    server.answer = count
    sample(server, *[Order(CHAT, 1)] * 9, options=RemoteOptions(concurrency=3, timeout=5))
    assert most[0] == 3


def test_an_iterator_that_is_closed_leaves_its_requests(server: LoopbackServer) -> None:
    def one_then_never(call: Call) -> Answered:
        if len(server.calls) > 1:
            server.leave.wait(30)
        return obliging(call)

    server.answer = one_then_never
    outputs = RemoteTeacher(server.name, RemoteOptions(concurrency=2)).sample(
        [Order(CHAT, 1), Order(CHAT, 1)], Sampling(), 1, never
    )
    next(outputs)
    began = time.monotonic()
    outputs.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 1.5
