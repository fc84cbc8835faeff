from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.teacher.remote.name import RemoteName
from backend.teacher.remote.options import Keys, RemoteOptions
from jobs.settings import Settings


def at(address: str) -> RemoteName:
    return RemoteName("m", address)


def test_the_key_of_other_programs_goes_to_openai_alone_or_where_they_send_it() -> None:
    keys = Keys(openai="sk-other")
    assert keys.key_for(at("https://api.openai.com/v1")) == "sk-other"
    assert keys.key_for(at("https://api.openai.com.evil.example/v1")) == ""
    assert keys.key_for(at("http://127.0.0.1:8000/v1")) == ""
    moved = Keys(openai="sk-other", openai_base_url="https://llm.example.org/v1/")
    assert moved.key_for(at("https://llm.example.org/v1")) == "sk-other"
    assert moved.key_for(at("https://api.openai.com/v1")) == ""


def test_our_own_key_comes_first_and_can_be_bound_to_a_host() -> None:
    assert Keys("ours", openai="other").key_for(at("https://api.openai.com/v1")) == "ours"
    bound = Keys("ours", "llm.example.org:8443")
    assert bound.key_for(at("https://llm.example.org:8443/v1")) == "ours"
    assert bound.key_for(at("https://llm.example.org/v1")) == ""


def test_a_key_crosses_no_network_unencrypted_unless_allowed() -> None:
    options = RemoteOptions(keys=Keys("ours"))
    assert options.key_for(at("http://127.0.0.1:8000/v1")) == "ours"
    assert options.key_for(at("https://example.org/v1")) == "ours"
    with pytest.raises(Unavailable, match="unencrypted") as refused:
        options.key_for(at("http://10.0.0.7:8000/v1"))
    assert "ours" not in str(refused.value)
    assert RemoteOptions(keys=Keys("ours"), allow_http=True).key_for(at("http://10.0.0.7/v1")) == "ours"
    assert RemoteOptions().key_for(at("http://10.0.0.7/v1")) == ""


@pytest.mark.parametrize("wrong", [{"concurrency": 0}, {"timeout": 0}, {"retries": -1}, {"grammar": "bnf"}])
def test_a_number_out_of_its_range_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidValue, match=repr(next(iter(wrong.values())))):
        RemoteOptions(**wrong)  # type: ignore[arg-type]


def test_the_settings_take_keys_and_prices_from_the_environment_and_never_show_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEACHSET_OPENAI_API_KEY", "sk-ours")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    monkeypatch.setenv("TEACHSET_REMOTE_GRAMMAR", "llama.cpp")
    monkeypatch.setenv("TEACHSET_REMOTE_INPUT_PRICE", "0.5")
    settings = Settings()
    assert settings.price is None
    monkeypatch.setenv("TEACHSET_REMOTE_OUTPUT_PRICE", "2")
    settings = Settings()
    assert settings.price is not None
    assert settings.price.of(2_000_000, 1_000_000) == 3.0
    assert settings.remote.grammar == "llama.cpp"
    assert (settings.remote.keys.teachset, settings.remote.keys.openai) == ("sk-ours", "sk-other")
    assert "sk-" not in repr(settings) + repr(settings.remote) + settings.model_dump_json()
