"""What a server said, read with care: it is untrusted, and any field of it may be missing or odd. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.teacher.remote.price import text_tokens

LONGEST_TEXT = 16_384
"""Characters of an output that are kept; no utterance is nearly as long."""

_LONGEST_NAME = 200
_LONGEST_MESSAGE = 300
_MOST_TOKENS = 10**9


class OddAnswer(Exception):
    """An answer that is not what the API promises."""


@dataclass(frozen=True)
class Reply:
    """One output of an answer. The tokens of the prompt are counted with the first output that they were paid for."""

    text: str
    tokens: int
    input_tokens: int


@dataclass(frozen=True)
class Answer:
    """What came back for one request; `model` is the name that the server gives, empty when it gives none."""

    replies: tuple[Reply, ...]
    model: str


@dataclass(frozen=True)
class Listing:
    """What `/models` says. `server` is "vllm", "llama.cpp" or empty for any other; `model` as in `Answer`."""

    server: str
    model: str


def read_answer(body: bytes, asked: int, sent: int) -> Answer:
    """Read the answer to a completion or chat request.

    Args:
        asked: how many outputs; more than that are left out.
        sent: estimated tokens of the prompt, for a server that does not count.

    Raises:
        OddAnswer: not JSON, or no outputs in it.
    """
    given = _object(body)
    choices = given.get("choices")
    if not isinstance(choices, list) or not choices:
        # Some gateways answer 200 and say in the body what went wrong.
        message, *_ = read_refusal(body) if given.get("error") else ("",)
        raise OddAnswer("an answer without choices" + (f": {message.rstrip('.')}" if message else ""))
    texts = [_text(choice) for choice in choices[:asked]]
    said = given.get("usage")
    usage: dict[str, Any] = said if isinstance(said, dict) else {}
    input_tokens = _count(usage.get("prompt_tokens"), sent)
    estimates = [text_tokens(text) for text in texts]
    shares = _shared(_count(usage.get("completion_tokens"), sum(estimates)), estimates)
    replies = [
        Reply(text, tokens, 0 if place else input_tokens)
        for place, (text, tokens) in enumerate(zip(texts, shares, strict=True))
    ]
    return Answer(tuple(replies), plain(given.get("model"), _LONGEST_NAME))


def read_listing(body: bytes, model: str) -> Listing:
    """Read what `/models` lists: what kind of server it is, and what it calls the model.

    Raises:
        OddAnswer: not a JSON object.
    """
    listed = _object(body).get("data")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    entry = next((one for one in entries if one.get("id") == model), entries[0] if len(entries) == 1 else {})
    owner = entry.get("owned_by")
    server = {"vllm": "vllm", "llamacpp": "llama.cpp"}.get(owner, "") if isinstance(owner, str) else ""
    return Listing(server, plain(entry.get("id"), _LONGEST_NAME))


def read_refusal(body: bytes) -> tuple[str, str, str]:
    """(message, field blamed, code) of an error answer, as far as it says."""
    try:
        given = _object(body)
    except OddAnswer:
        return plain(body.decode("utf-8", "replace"), _LONGEST_MESSAGE), "", ""
    error = given.get("error", given)
    if not isinstance(error, dict):
        return plain(error, _LONGEST_MESSAGE), "", ""
    said = next((error[name] for name in ("message", "detail", "error") if error.get(name)), "")
    message = said if isinstance(said, str) else json.dumps(said)
    return plain(message, _LONGEST_MESSAGE), plain(error.get("param"), 50), plain(error.get("code"), 50)


def plain(given: Any, longest: int) -> str:
    """A text of a server as one line of printable characters; empty for what is no text."""
    if not isinstance(given, str):
        return ""
    return " ".join("".join(one if one.isprintable() else " " for one in given[: longest * 4]).split())[:longest]


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise OddAnswer("an answer that is not JSON") from error
    if not isinstance(given, dict):
        raise OddAnswer("an answer that is no JSON object")
    return given


def _text(choice: Any) -> str:
    said = choice if isinstance(choice, dict) else {}
    message = said.get("message")
    text = message.get("content") if isinstance(message, dict) else said.get("text")
    if text is None and isinstance(message, dict):
        return ""  # a refusal, or nothing but thoughts
    if not isinstance(text, str):
        raise OddAnswer("an output that is no text")
    # JSON can spell half a surrogate pair, which no database stores.
    return text[:LONGEST_TEXT].encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _count(given: Any, otherwise: int) -> int:
    is_count = isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= _MOST_TOKENS
    return given if is_count else otherwise


def _shared(total: int, weights: Sequence[int]) -> list[int]:
    """Share out a total by weights, in whole numbers that add up to it."""
    parts, shared, weighed = [], 0, 0
    for weight in weights:
        weighed += weight
        upto = total * weighed // max(sum(weights), 1)
        parts.append(upto - shared)
        shared = upto
    parts[-1] += total - shared
    return parts
