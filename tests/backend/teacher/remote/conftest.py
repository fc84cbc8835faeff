"""A small HTTP server on the loopback that answers as a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from backend.domain.prompt import Message, Prompt
from backend.teacher.remote import waiting
from backend.teacher.remote.options import RemoteOptions

CHAT = Prompt((Message("system", "be brief"), Message("user", "go")), "fly", "en", ((1, "to"),), (), (), "t", "h")
TUNED = Prompt((Message("completion", "<intent> fly </intent>\n"),), "fly", "en", ((1, "to"),), (), (), "t", "h")
QUICK = RemoteOptions(retries=3, timeout=5)


@dataclass
class Call:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Answered:
    """What to answer; `cut` says to close the connection in the middle of the body."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


def said(*texts: str, model: str = "served-1", usage: tuple[int, int] | None = (10, 6)) -> Answered:
    """Outputs, as both kinds of completion give them."""
    choices = [{"index": at, "message": {"content": text}, "text": text} for at, text in enumerate(texts)]
    body: dict[str, Any] = {"choices": choices, "model": model}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return Answered(body=body)


def obliging(call: Call) -> Answered:
    return said(*(f"reply {at} of {call.body['seed']}" for at in range(call.body.get("n", 1))))


class LoopbackServer:
    """Remembers every request but the listing of models; answers with `answer`, which may be changed at any time."""

    def __init__(self, port: int = 0) -> None:
        self.calls: list[Call] = []
        self.owner = "somebody"
        self.listing = 200
        self.answer: Callable[[Call], Answered] = obliging
        self.leave = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def name(self) -> str:
        return f"openai:model-1@{self.base_url}"

    def stop(self) -> None:
        self.leave.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, call: Call) -> Answered:
        if call.path.endswith("/models"):
            return Answered(self.listing, {"data": [{"id": "model-1", "owned_by": self.owner}]})
        self.calls.append(call)
        return self.answer(call)

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                read = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                given = server._answer(Call(self.command, self.path, headers, json.loads(read or b"{}")))
                content = given.body if isinstance(given.body, bytes) else json.dumps(given.body).encode()
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content) + (100 if given.cut else 0)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET  # noqa: N815 - the name is http.server's

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    made = LoopbackServer()
    yield made
    made.stop()


@pytest.fixture
def quick_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back-off of some milliseconds, so that a test need not wait."""
    monkeypatch.setattr(waiting, "FIRST_SECONDS", 0.002)


def never() -> bool:
    return False
