"""A request that is refused while others are answered is told as refused; a server that refuses most ends the job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.prompt import Message
from backend.teacher.protocol import Order
from backend.teacher.remote.options import RemoteOptions
from tests.backend.teacher.remote.conftest import CHAT, Answered, Call, LoopbackServer, obliging
from tests.backend.teacher.remote.sampling import places, sample

FILTERED = Answered(400, {"error": {"message": "the content filter", "code": "content_filter"}})
ONE_BY_ONE = RemoteOptions(concurrency=1)


def orders(*contents: str, samples: int = 1) -> list[Order]:
    return [Order(replace(CHAT, messages=(Message("user", content),)), samples) for content in contents]


def strict(call: Call) -> Answered:
    return FILTERED if "forbidden" in str(call.body) else obliging(call)


@pytest.mark.parametrize("contents", [("forbidden", "a", "b", "c"), ("a", "b", "c", "forbidden")])
def test_a_refused_request_does_not_take_the_others_with_it(server: LoopbackServer, contents: tuple[str, ...]) -> None:
    server.answer = strict
    outputs = sample(server, *orders(*contents), options=ONE_BY_ONE)
    assert places(outputs) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    for output in outputs:
        is_refused = contents[output.order_index] == "forbidden"
        assert (not output.text, "the content filter" in output.refusal) == (is_refused, is_refused)


def test_all_samples_of_a_refused_request_are_told(server: LoopbackServer) -> None:
    server.answer = strict
    outputs = sample(server, *orders("a", "b", "forbidden", samples=4), options=ONE_BY_ONE)
    assert len(places(outputs)) == 12
    assert sorted(one.order_index for one in outputs if one.refusal) == [2, 2, 2, 2]


@pytest.mark.parametrize("contents", [("forbidden",), ("forbidden", "forbidden"), ("a", *["forbidden"] * 8, "b")])
def test_a_server_that_refuses_more_than_it_answers_ends_it(server: LoopbackServer, contents: tuple[str, ...]) -> None:
    server.answer = strict
    with pytest.raises(InvalidValue, match=r"refuses: .*the content filter"):
        sample(server, *orders(*contents), options=ONE_BY_ONE)
    assert len([call for call in server.calls if "forbidden" in str(call.body)]) <= 3


def test_what_was_answered_before_a_restart_counts(server: LoopbackServer) -> None:
    server.answer = strict
    done, left = orders("a", "forbidden")
    outputs = sample(server, replace(done, stored=frozenset({0})), left, options=ONE_BY_ONE)
    assert [(one.order_index, bool(one.refusal)) for one in outputs] == [(1, True)]
