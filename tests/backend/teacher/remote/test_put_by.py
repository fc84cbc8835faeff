"""A request that is refused while others are answered is told as refused; a server that refuses most ends the job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.prompt import Message
from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.remote.conftest import CHAT, Answered, Call, LoopbackServer, never, obliging, said
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


@pytest.mark.parametrize("before", [(), ("a",)])
def test_one_prompt_that_is_refused_has_the_others_asked_for_several_at_once_as_before(
    server: LoopbackServer, before: tuple[str, ...]
) -> None:
    server.answer = strict
    teacher = RemoteTeacher(server.name, ONE_BY_ONE)
    wanted = orders(*before, "forbidden", "b", "c", samples=4)
    assert len(list(teacher.sample(wanted, Sampling(), 1, never))) == 4 * len(wanted)
    refused = [call.body.get("n") for call in server.calls if "forbidden" in str(call.body)]
    assert refused == ([4, None]), "alone, it might have been answered"
    server.calls.clear()
    list(teacher.sample(orders("d", "e", samples=4), Sampling(), 2, never))
    assert [call.body.get("n") for call in server.calls] == [4, 4]


@pytest.mark.parametrize("field", ["n", "seed", "stop", "max_tokens"])
def test_a_refusal_that_quotes_a_field_unlearns_it_only_where_it_then_is_answered(
    server: LoopbackServer, field: str
) -> None:
    said_so = Answered(400, {"error": {"message": f"not allowed: {field!r}, max_completion_tokens"}})
    server.answer = lambda call: said_so if "forbidden" in str(call.body) else obliging(call)
    teacher = RemoteTeacher(server.name, ONE_BY_ONE)
    list(teacher.sample(orders("a", "forbidden", samples=2), Sampling(), 1, never))
    server.calls.clear()
    list(teacher.sample(orders("b", samples=2), Sampling(), 2, never))
    (call,) = server.calls
    assert call.body["n"] == 2
    assert {"seed", "max_tokens"} <= call.body.keys()


def test_one_answer_with_fewer_outputs_than_usual_changes_nothing(server: LoopbackServer) -> None:
    server.answer = lambda call: said("one") if "short" in str(call.body) else obliging(call)
    teacher = RemoteTeacher(server.name, ONE_BY_ONE)
    assert len(list(teacher.sample(orders("a", "short", samples=3), Sampling(), 1, never))) == 6
    server.calls.clear()
    list(teacher.sample(orders("b", samples=3), Sampling(), 2, never))
    assert [call.body.get("n") for call in server.calls] == [3]


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
