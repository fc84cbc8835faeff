"""The remote teacher against a server on the loopback that misbehaves in all the usual ways."""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.teacher.protocol import Order, Output, Sampling
from backend.teacher.remote.options import Keys, RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.remote.conftest import (
    CHAT,
    QUICK,
    TUNED,
    Answered,
    Call,
    LoopbackServer,
    never,
    obliging,
    said,
)

KEY = "sk-very-secret"


def sample(
    server: LoopbackServer, *orders: Order, options: RemoteOptions = QUICK, should_stop=never, seed: int = 1
) -> list[Output]:
    return list(RemoteTeacher(server.name, options).sample(orders, Sampling(), seed, should_stop))


def places(outputs: list[Output]) -> list[tuple[int, int]]:
    return sorted((output.order_index, output.sample_index) for output in outputs)


def first_then(server: LoopbackServer, *first: Answered):
    """Give these answers, one to each call in the order they come, and oblige from then on."""
    waiting, lock = list(first), Lock()

    def answer(call: Call) -> Answered:
        with lock:
            return waiting.pop(0) if waiting else obliging(call)

    server.answer = answer


def test_every_sample_of_every_order_comes_once(server: LoopbackServer) -> None:
    outputs = sample(server, Order(CHAT, 3), Order(TUNED, 2), Order(CHAT, 1))
    assert places(outputs) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)]
    assert Counter(call.path for call in server.calls) == {"/v1/chat/completions": 2, "/v1/completions": 1}
    assert sum(output.input_tokens for output in outputs) == 30
    assert sum(output.tokens for output in outputs) == 18


def test_the_same_seed_asks_the_same_and_another_seed_something_else(server: LoopbackServer) -> None:
    texts = [
        {output.text for output in sample(server, Order(CHAT, 2), Order(CHAT, 2), seed=seed)} for seed in (1, 1, 2)
    ]
    assert texts[0] == texts[1]
    assert not texts[0] & texts[2]


def test_what_is_stored_is_not_paid_for_again(server: LoopbackServer) -> None:
    outputs = sample(server, Order(CHAT, 4, stored=frozenset({0, 2, 3})), Order(CHAT, 2, stored=frozenset({0, 1})))
    assert places(outputs) == [(0, 1)]
    assert [call.body.get("n", 1) for call in server.calls] == [1]
    assert sample(server, Order(CHAT, 1, stored=frozenset({0}))) == []
    assert len(server.calls) == 1


def test_the_card_names_the_model_as_the_server_does(server: LoopbackServer) -> None:
    teacher = RemoteTeacher(server.name, QUICK)
    assert teacher.card.revision_or_hash == ""
    for _output in teacher.sample([Order(CHAT, 1)], Sampling(), 1, never):
        assert teacher.card.revision_or_hash == "served-1"
    assert (teacher.card.name, teacher.card.weights) == (server.name, server.base_url)


def test_a_server_that_ignores_n_is_asked_one_by_one_from_then_on(server: LoopbackServer) -> None:
    server.answer = lambda call: said(f"reply to {call.body['seed']}")
    teacher = RemoteTeacher(server.name, QUICK)
    assert places(list(teacher.sample([Order(CHAT, 3)], Sampling(), 1, never))) == [(0, 0), (0, 1), (0, 2)]
    server.calls.clear()
    assert len(list(teacher.sample([Order(CHAT, 3)], Sampling(), 2, never))) == 3
    assert all("n" not in call.body for call in server.calls)


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_refuses_fields_is_asked_without_them(server: LoopbackServer, status: int) -> None:
    def picky(call: Call) -> Answered:
        for name in ("seed", "n"):
            if name in call.body:
                return Answered(status, {"detail": f"Unsupported fields in the request: {{'{name}'}}"})
        return said("fine")

    server.answer = picky
    assert places(sample(server, Order(CHAT, 2), Order(CHAT, 2))) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_llama_cpp_is_asked_one_by_one_since_it_counts_one_by_one(server: LoopbackServer) -> None:
    server.owner = "llamacpp"
    assert len(sample(server, Order(CHAT, 3))) == 3
    assert [call.body.get("n") for call in server.calls] == [None] * 3


def test_a_server_without_a_list_of_models_is_used_all_the_same(server: LoopbackServer) -> None:
    server.listing = 404
    assert len(sample(server, Order(CHAT, 2))) == 2


def test_a_429_makes_all_wait_as_long_as_it_says(server: LoopbackServer) -> None:
    first_then(server, Answered(429, {"error": {"message": "slow down"}}, {"Retry-After": "1"}))
    began = time.monotonic()
    assert len(sample(server, Order(CHAT, 1), options=RemoteOptions(retries=1, timeout=5))) == 1
    assert time.monotonic() - began >= 1


def test_being_told_to_wait_is_no_failure_while_others_get_through(server: LoopbackServer) -> None:
    served = Counter[int]()

    def one_in_two(call: Call) -> Answered:
        served["calls"] += 1  # type: ignore[index]
        odd = served["calls"] % 2  # type: ignore[index]
        return said("ok") if odd else Answered(429, {}, {"retry-after-ms": "5"})

    server.answer = one_in_two
    outputs = sample(server, *[Order(CHAT, 1)] * 12, options=RemoteOptions(retries=3, timeout=5, concurrency=4))
    assert len(outputs) == 12


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
    assert len(sample(server, Order(CHAT, 1), options=RemoteOptions(timeout=0.3, retries=2))) == 1
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


def test_a_redirect_is_refused_and_the_key_goes_nowhere_else(server: LoopbackServer) -> None:
    elsewhere = LoopbackServer()
    try:
        server.answer = lambda _: Answered(307, {}, {"Location": f"{elsewhere.base_url}/chat/completions"})
        with pytest.raises(Unavailable, match=rf"redirect to .*{elsewhere.port}.*not followed"):
            sample(server, Order(CHAT, 1), options=RemoteOptions(keys=Keys(KEY)))
        assert elsewhere.calls == []
    finally:
        elsewhere.stop()


def test_the_key_is_sent_and_never_shown(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(401, {"error": {"message": f"Incorrect API key provided: {KEY}."}})
    options = RemoteOptions(keys=Keys(KEY))
    with pytest.raises(Unavailable, match="TEACHSET_OPENAI_API_KEY") as refused:
        sample(server, Order(CHAT, 1), options=options)
    assert server.calls[0].headers["authorization"] == f"Bearer {KEY}"
    shown = [
        str(refused.value),
        repr(refused.value.__dict__),
        repr(options),
        str(RemoteTeacher(server.name, options).card),
    ]
    assert not any(KEY in one for one in shown)
    with pytest.raises(Unavailable, match="No key was sent"):
        sample(server, Order(CHAT, 1))
    assert "authorization" not in server.calls[1].headers


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (400, InvalidValue, "maximum context length"),
        (413, InvalidValue, "maximum context length"),
        (402, Unavailable, "402"),
        (403, Unavailable, "key"),
        (404, Unavailable, "'model-1'"),
    ],
)
def test_a_refusal_is_final_and_says_what_to_do(
    server: LoopbackServer, status: int, error: type[Exception], says: str
) -> None:
    server.answer = lambda _: Answered(status, {"error": {"message": "maximum context length is 10"}})
    with pytest.raises(error, match=says) as refused:
        sample(server, Order(CHAT, 1))
    assert server.base_url in str(refused.value)
    assert len(server.calls) == 1


def test_an_answer_without_end_or_sense_is_refused(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(200, b"x" * (5 * 2**20))
    with pytest.raises(Unavailable, match="larger than"):
        sample(server, Order(CHAT, 1))
    server.answer = lambda _: Answered(200, b"<html>welcome</html>")
    with pytest.raises(Unavailable, match="not JSON"):
        sample(server, Order(CHAT, 1))


@pytest.mark.usefixtures("quick_backoff")
def test_a_server_that_is_not_there_is_named() -> None:
    gone = LoopbackServer()
    gone.stop()
    with pytest.raises(Unavailable, match=f"127.0.0.1:{gone.port}/v1.*no connection"):
        sample(gone, Order(CHAT, 1))


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
