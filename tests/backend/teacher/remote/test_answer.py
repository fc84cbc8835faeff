from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.teacher.remote.answer import (
    LONGEST_TEXT,
    Listing,
    OddAnswer,
    Reply,
    plain,
    read_answer,
    read_listing,
    read_refusal,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "text", "usage", "prompt_tokens", "data", "id", "error"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def body(given_: Any) -> bytes:
    return json.dumps(given_).encode()


def chat(*contents: Any, **more: Any) -> bytes:
    return body({"choices": [{"message": {"content": content}} for content in contents], **more})


def test_the_prompt_is_counted_once_and_the_outputs_share_their_tokens() -> None:
    usage = {"prompt_tokens": 40, "completion_tokens": 30}
    answer = read_answer(chat(" a" * 40, "b" * 20, usage=usage, model="gpt-x-2026"), 2, 7)
    assert answer.model == "gpt-x-2026"
    assert [reply.input_tokens for reply in answer.replies] == [40, 0]
    assert sum(reply.tokens for reply in answer.replies) == 30
    assert answer.replies[0].tokens > answer.replies[1].tokens > 0


def test_a_server_that_does_not_count_is_counted_for() -> None:
    assert read_answer(chat("b" * 20), 1, 7).replies == (Reply("b" * 20, 5, 7),)
    wrong = {"prompt_tokens": -1, "completion_tokens": "many"}
    assert read_answer(chat("b" * 20, usage=wrong), 1, 7).replies == (Reply("b" * 20, 5, 7),)


def test_no_more_outputs_are_taken_than_were_asked_for() -> None:
    assert [reply.text for reply in read_answer(chat("a", "b", "c"), 2, 0).replies] == ["a", "b"]


def test_texts_are_bounded_and_can_be_stored() -> None:
    text = read_answer(chat("x" * 10**6), 1, 0).replies[0].text
    assert len(text) == LONGEST_TEXT
    broken = read_answer(b'{"choices": [{"text": "a \\ud800 b"}]}', 1, 0).replies[0].text
    broken.encode("utf-8")
    assert broken.startswith("a ")
    assert read_answer(chat(None), 1, 0).replies[0].text == ""
    assert read_answer(chat("👋 שלום"), 1, 0).replies[0].text == "👋 שלום"


@pytest.mark.parametrize(
    "odd",
    [b"", b"<html>", b"[]", b"{}", body({"choices": []}), body({"choices": [{}]}), chat(7), b"[" * 100_000, b"\xff"],
)
def test_an_answer_that_is_none_is_refused(odd: bytes) -> None:
    with pytest.raises(OddAnswer):
        read_answer(odd, 1, 0)


@given(JSON)
def test_no_json_whatever_breaks_the_readers(given_: Any) -> None:
    for read in (lambda: read_answer(body(given_), 2, 1), lambda: read_listing(body(given_), "m")):
        try:
            read()
        except OddAnswer:
            continue
    assert all("\n" not in part for part in read_refusal(body(given_)))


def test_a_listing_says_what_server_it_is() -> None:
    one = [{"id": "m", "owned_by": "vllm"}, {"id": "other", "owned_by": "vllm"}]
    assert read_listing(body({"data": one}), "m") == Listing("vllm", "m")
    assert read_listing(body({"data": one}), "gone") == Listing("", "")
    alone = [{"id": "/models/x.gguf", "owned_by": "llamacpp"}]
    assert read_listing(body({"data": alone}), "m") == Listing("llama.cpp", "/models/x.gguf")


def test_a_refusal_is_read_in_the_shapes_that_servers_give_it() -> None:
    openai = {"error": {"message": "no\nsuch model", "param": "model", "code": "model_not_found"}}
    assert read_refusal(body(openai)) == ("no such model", "model", "model_not_found")
    assert read_refusal(body({"detail": [{"loc": ["n"]}]}))[0] == '[{"loc": ["n"]}]'
    assert read_refusal(b"Bad Gateway") == ("Bad Gateway", "", "")
    assert len(read_refusal(b"x" * 10**6)[0]) == 300


def test_plain_text_is_one_printable_line() -> None:
    assert plain("a\x1b[31m b\u2028c", 50) == "a [31m b c"
