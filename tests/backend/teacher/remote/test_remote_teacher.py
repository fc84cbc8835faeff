"""What the remote teacher asks of a server on the loopback, and takes from it."""

from __future__ import annotations

from collections import Counter

import pytest

from backend.domain.request import Include
from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.constraining import grammar
from tests.backend.teacher.remote.conftest import (
    CHAT,
    QUICK,
    TUNED,
    Answered,
    Call,
    LoopbackServer,
    never,
    said,
)
from tests.backend.teacher.remote.sampling import places, sample


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


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_a_list_of_models_is_used_all_the_same(server: LoopbackServer, status: int) -> None:
    server.listing = status
    assert len(sample(server, Order(CHAT, 2))) == 2


def test_a_server_whose_list_of_models_comes_late_is_given_the_grammar_from_then_on(server: LoopbackServer) -> None:
    server.owner, server.listing = "vllm", 404
    teacher, order = RemoteTeacher(server.name, QUICK), Order(TUNED, 1, grammar(Include("city")))
    takes = [teacher.card.takes_grammar]
    for status in (404, 200):
        server.listing = status
        assert len(list(teacher.sample([order], Sampling(), 1, never))) == 1
        takes.append(teacher.card.takes_grammar)
    assert takes == [None, False, True]
    assert ["structured_outputs" in call.body for call in server.calls] == [False, True]
