"""What a server refuses, and what is refused of a server: final, said with what to do, and the key never shown."""

from __future__ import annotations

import gzip

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.teacher.protocol import Order
from backend.teacher.remote.options import Keys, RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.remote.conftest import (
    CHAT,
    Answered,
    LoopbackServer,
)
from tests.backend.teacher.remote.sampling import sample

KEY = "sk-very-secret"


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


def test_a_key_is_not_shown_by_the_half_that_is_left_of_a_long_message(server: LoopbackServer) -> None:
    key = f"sk-{'abcdefgh' * 6}"
    server.answer = lambda _: Answered(402, {"error": {"message": f"{'x' * 280} {key}"}})
    with pytest.raises(Unavailable, match=r"402: x+") as refused:
        sample(server, Order(CHAT, 1), options=RemoteOptions(keys=Keys(key)))
    assert "sk-" not in str(refused.value)


def test_a_key_that_no_header_can_hold_is_refused_before_it_is_sent_and_not_shown(server: LoopbackServer) -> None:
    for key in ("sk-first\nsk-second", "sk-first second", "sk-clé"):
        with pytest.raises(Unavailable, match="TEACHSET_OPENAI_API_KEY") as refused:
            sample(server, Order(CHAT, 1), options=RemoteOptions(keys=Keys(key)))
        assert "sk-" not in f"{refused.value}{vars(refused.value)}"
    assert server.calls == []


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (400, InvalidValue, "maximum context length"),
        (413, InvalidValue, "maximum context length"),
        (402, Unavailable, "402"),
        (403, Unavailable, "key"),
        (404, Unavailable, "'model-1'"),
        (405, Unavailable, "mostly ends in /v1"),
        (501, Unavailable, "mostly ends in /v1"),
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


@pytest.mark.usefixtures("quick_backoff")
def test_an_answer_without_end_or_sense_is_refused(server: LoopbackServer) -> None:
    server.answer = lambda _: Answered(200, b"x" * (5 * 2**20))
    with pytest.raises(Unavailable, match="larger than"):
        sample(server, Order(CHAT, 1))
    server.answer = lambda _: Answered(200, b"<html>welcome</html>")
    with pytest.raises(Unavailable, match="not JSON"):
        sample(server, Order(CHAT, 1))
    server.answer = lambda _: Answered(200, {"error": {"message": "no provider is free"}})
    with pytest.raises(Unavailable, match="without choices: no provider is free"):
        sample(server, Order(CHAT, 1))


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(server: LoopbackServer) -> None:
    bomb = gzip.compress(gzip.compress(b" " * 2**24))
    for packing, says in (("gzip", "larger than"), ("gzip, gzip", "packed"), ("br", "packed")):
        body = gzip.compress(b" " * 2**24) if packing == "gzip" else bomb
        server.answer = lambda _, body=body, packing=packing: Answered(200, body, {"Content-Encoding": packing})
        with pytest.raises(Unavailable, match=says):
            sample(server, Order(CHAT, 1))


@pytest.mark.usefixtures("quick_backoff")
def test_a_server_that_is_not_there_is_named() -> None:
    gone = LoopbackServer()
    gone.stop()
    with pytest.raises(Unavailable, match=f"127.0.0.1:{gone.port}/v1.*no connection"):
        sample(gone, Order(CHAT, 1))
