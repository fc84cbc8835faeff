"""Serves app.py: security headers, the reviewer's cookie, and a local worker that comes and goes with the server.

`python asgi.py` listens where the settings say; any ASGI server may serve `asgi:app` instead.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from jobs.settings import settings
from jobs.worker_process import WorkerProcess
from ui.remembered import REMEMBER_ROUTE

FRONT_PAGE_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
"""The one inline script that Streamlit 1.67 has in its page: it sets a flag."""

HEADERS = {
    # Components come as blob: modules; styles are written inline by the front end.
    "Content-Security-Policy": (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {FRONT_PAGE_SCRIPT}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Puts `HEADERS` on every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def trusted_hosts(app: ASGIApp) -> ASGIApp:
    """Refuse other host names over HTTP too; Streamlit itself holds only websockets against its setting.

    Read when the server starts, since reading a setting earlier would fix those that it is started with.
    """
    return TrustedHostMiddleware(app, allowed_hosts=config.get_option("server.allowedHosts") or ["*"])


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Start the local worker with the server and end it with it."""
    if not settings().local_worker:
        yield
        return
    worker = WorkerProcess()
    worker.start()
    try:
        yield
    finally:
        worker.stop()


app = st.App(
    "app.py",
    lifespan=lifespan,
    routes=[REMEMBER_ROUTE],
    middleware=[
        Middleware(trusted_hosts),
        Middleware(SecurityHeaders),
    ],
)

if __name__ == "__main__":
    app.run(config={"server.address": settings().host, "server.port": settings().port})
