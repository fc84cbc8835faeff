"""What the server gives to whom: its headers, its hosts, and no word to anybody else."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from storage.engine import Store
from tests.e2e.conftest import Product
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher

pytestmark = pytest.mark.browser

PATIENCE_SECONDS = 60
WEBSOCKET = "_stcore/stream"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def answer(product: Product, path: str = "", **headers: str) -> http.client.HTTPResponse:
    """The status and headers of what the server answers; the body is left unread."""
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", f"/{path}", headers=headers)
        return connection.getresponse()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["", "review", "_stcore/health", "no/such/file.js"])
def test_every_answer_has_the_security_headers(shared_product: Product, path: str) -> None:
    headers = answer(shared_product, path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "http:" not in policy["img-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["example.invalid", "example.invalid:80", "127.0.0.1.example.invalid"])
def test_a_foreign_host_is_refused(shared_product: Product, host: str) -> None:
    assert answer(shared_product).status == 200
    assert answer(shared_product, Host=host).status == 400


def test_a_foreign_host_gets_no_websocket(shared_product: Product) -> None:
    own = f"http://127.0.0.1:{shared_product.port}"
    assert answer(shared_product, WEBSOCKET, **UPGRADE, Origin=own).status == 101
    assert answer(shared_product, WEBSOCKET, **UPGRADE, Host="example.invalid").status in (400, 403)
    rebound = {"Host": "example.invalid", "Origin": "http://example.invalid"}
    assert answer(shared_product, WEBSOCKET, **UPGRADE, **rebound).status in (400, 403)


def test_a_page_of_a_foreign_origin_gets_no_websocket(shared_product: Product) -> None:
    assert answer(shared_product, WEBSOCKET, **UPGRADE, Origin="http://example.invalid").status in (400, 403)


@pytest.mark.parametrize("address", ["127.0.0.2", "::1"])
def test_nothing_listens_beside_127_0_0_1(shared_product: Product, address: str) -> None:
    """Whoever listens on all addresses listens on these as well."""
    socket.create_connection(("127.0.0.1", shared_product.port), timeout=PATIENCE_SECONDS).close()
    with pytest.raises(OSError, match=r"."):
        socket.create_connection((address, shared_product.port), timeout=PATIENCE_SECONDS)


def test_no_page_asks_anything_of_another_host(
    shared_product: Product, product_store: Store, context: BrowserContext, tmp_path: Path
) -> None:
    project = prepared_project(product_store, "Garden", teacher=scripted_teacher(tmp_path))
    prepared_candidates(product_store, project, "soak the [plant : hydrangea] [time : before noon]")
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    for name in ("", "schema", "generate", "review", "dataset", "export"):
        page.goto(shared_product.url(name, project=project.name))
        expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
    own = (shared_product.url(), shared_product.url().replace("http:", "ws:"), "data:", "blob:")
    assert any(url.startswith("ws:") for url in asked)
    assert [url for url in asked if not url.startswith(own)] == []
    assert complaints == []
