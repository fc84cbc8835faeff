from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Unavailable
from backend.teacher.catalogue import check_name, open_teacher
from backend.teacher.remote.name import RemoteName
from backend.teacher.remote.teacher import RemoteTeacher


@pytest.mark.parametrize(
    ("name", "model", "base_url"),
    [
        (
            "openai:Qwen/Qwen2.5-7B-Instruct@http://127.0.0.1:8000/v1",
            "Qwen/Qwen2.5-7B-Instruct",
            "http://127.0.0.1:8000/v1",
        ),
        ("openai:gpt@https://API.example.org/v1/", "gpt", "https://api.example.org/v1"),
        ("openai:@cf/meta/llama@https://example.org", "@cf/meta/llama", "https://example.org"),
        ("openai:m:tag@http://[::1]:80/Path", "m:tag", "http://[::1]:80/Path"),
    ],
)
def test_a_model_and_an_address_are_read(name: str, model: str, base_url: str) -> None:
    check_name(name)
    assert RemoteName.parse(name) == RemoteName(model, base_url)


@pytest.mark.parametrize(
    "name",
    [
        "openai:",
        "openai:model",
        "openai:@http://127.0.0.1/v1",
        "openai:model@",
        "openai:model@127.0.0.1:8000/v1",
        "openai:model@ftp://127.0.0.1/v1",
        "openai:model@file:///etc/passwd",
        "openai:model@http:///v1",
        "openai:model@http://127.0.0.1:99999/v1",
        "openai:model@http://127.0.0.1:port/v1",
        "openai:model@http://[::1/v1",
        "openai:model@https://example.org/v1?key=1",
        "openai:model@https://example.org/v1#x",
        "openai:model@https://example.org\\evil.example/v1",
        "openai:two words@https://example.org/v1",
        "openai:model@https://example.org/v1\r\nHost: evil.example",
        "openai:" + "m" * 201 + "@https://example.org/v1",
    ],
)
def test_any_other_is_refused_with_the_form_to_type(name: str) -> None:
    with pytest.raises(Unavailable, match="openai:MODEL@BASE_URL"):
        check_name(name)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(Unavailable, match="TEACHSET_OPENAI_API_KEY") as refused:
        check_name("openai:model@https://me:hunter2@example.org/v1")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        *((host, True) for host in ("127.0.0.1", "127.9.9.9:8000", "localhost:1", "[::1]")),
        *((host, False) for host in ("localhost.example.org", "10.0.0.1", "127.0.0.1.example.org", "0.0.0.0")),
    ],
)
def test_only_this_machine_is_loopback(host: str, loopback: bool) -> None:
    assert RemoteName.parse(f"openai:m@http://{host}/v1").is_loopback is loopback


def test_opening_asks_nothing_of_the_server_and_says_whose_it_is(tmp_path) -> None:
    name = "openai:m@http://127.0.0.1:9/v1"
    teacher = open_teacher(name, cache=tmp_path)
    assert isinstance(teacher, RemoteTeacher)
    card = teacher.card
    assert (card.name, card.weights, card.device) == (name, "http://127.0.0.1:9/v1", "remote")


@given(st.text(max_size=60))
def test_no_name_whatever_breaks_the_reader(text: str) -> None:
    try:
        read = RemoteName.parse(f"openai:{text}")
    except Unavailable:
        return
    assert read.base_url.startswith(("http://", "https://"))
    assert read.model
