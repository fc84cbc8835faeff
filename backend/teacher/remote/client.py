"""HTTP to one server: one request after another until it is answered, refused, or not worth waiting for."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from backend.domain.errors import InvalidValue, Unavailable
from backend.teacher.remote.answer import plain, read_refusal
from backend.teacher.remote.name import RemoteName
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.waiting import LONGEST_TOLD_SECONDS, backoff, passes, told_to_wait

if TYPE_CHECKING:
    import httpx2

LARGEST_ANSWER = 4 * 2**20
"""Bytes of an answer that are read, at most."""

_NO_QUOTA = "insufficient_quota"
"""The one 429 that does not pass by waiting: the account is empty."""


class Refused(Exception):
    """A request that the server will not take as it is; the message is safe to show."""

    def __init__(self, status: int, message: str, field: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field


class _Passing(Exception):
    """A failure that may pass; `wait` is how long the server asked for, if it did."""

    def __init__(self, problem: str, *, wait: float | None = None, limited: bool = False) -> None:
        super().__init__(problem)
        self.wait = wait
        self.limited = limited


class Gate:
    """What all requests to a server wait for together: its rate limit."""

    def __init__(self) -> None:
        self.answered = 0
        self._opens = 0.0

    def close(self, seconds: float) -> None:
        self._opens = max(self._opens, time.monotonic() + seconds)

    async def opened(self) -> None:
        while (left := self._opens - time.monotonic()) > 0:
            # A little later each, so that those who wait do not come all at once.
            await asyncio.sleep(left * (1 + 0.1 * random.random()))  # noqa: S311 - no secret


class Caller:
    """Sends requests to one server, with its key and nothing but its address.

    Raises:
        Unavailable: a key that would be sent unencrypted over the network.
    """

    def __init__(self, name: RemoteName, options: RemoteOptions, gate: Gate) -> None:
        self._name = name
        self._options = options
        self._gate = gate
        self._key = options.key_for(name)

    def client(self) -> httpx2.AsyncClient:
        """A client for the running event loop, to be closed by the caller; it follows no redirect."""
        import httpx2

        size = self._options.concurrency
        return httpx2.AsyncClient(
            headers={
                "User-Agent": "teachset",
                "Accept": "application/json",
                "Accept-Encoding": "identity",  # a small answer may unpack to a large one
                **({"Authorization": f"Bearer {self._key}"} if self._key else {}),
            },
            timeout=self._options.timeout,
            limits=httpx2.Limits(max_connections=size, max_keepalive_connections=size),
            # A proxy sees what is sent to a plain http address, so the key too.
            trust_env=self._name.is_encrypted,
        )

    async def call(self, http: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """The body of a good answer, after as many tries as it takes and the options allow.

        Raises:
            Refused: status 400, 404, 413 or 422: it is the caller who knows whether to ask otherwise.
            InvalidValue, Unavailable: any other refusal, or the retries are used up.
        """
        failures = 0
        while True:
            await self._gate.opened()
            answered = self._gate.answered
            try:
                answer = await self._once(http, method, path, body)
            except _Passing as passing:
                # Being told to wait is no failure as long as others get through meanwhile.
                failures += not (passing.limited and self._gate.answered > answered)
                await self._wait_for(passing, failures)
            else:
                self._gate.answered += 1
                return answer

    async def _wait_for(self, passing: _Passing, failures: int) -> None:
        if failures > self._options.retries:
            self._give_up(f"{passing}; gave up after {failures} tries")
        if passing.wait is not None and passing.wait > LONGEST_TOLD_SECONDS:
            self._give_up(f"{passing}; it asks to wait {passing.wait:,.0f} seconds")
        pause = backoff(max(failures, 1), random.random())  # noqa: S311 - no secret
        if passing.wait is not None:
            self._gate.close(passing.wait)
        elif passing.limited:
            self._gate.close(pause)
        else:
            await asyncio.sleep(pause)

    async def _once(self, http: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any] | None) -> bytes:
        import httpx2

        url = f"{self._name.base_url}/{path}"
        try:
            async with (
                asyncio.timeout(self._options.timeout),
                http.stream(method, url, json=body, follow_redirects=False) as response,
            ):
                read = await self._read(response)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise _Passing(f"no answer within {self._options.timeout:g} seconds") from error
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            self._give_up(f"it cannot be called ({self._safe(str(error))})")
        except httpx2.TransportError as error:
            if _is_about_trust(error):
                self._give_up(f"its certificate is not trusted ({self._safe(str(error))})")
            raise _Passing(f"no connection ({self._safe(str(error)) or type(error).__name__})") from error
        told = told_to_wait(response.headers, datetime.now(UTC), refused=not response.is_success)
        if response.is_success:
            if told:
                self._gate.close(min(told, LONGEST_TOLD_SECONDS))
            return read
        return self._refuse(response.status_code, response.headers.get("location", ""), read, told)

    async def _read(self, response: httpx2.Response) -> bytes:
        read = bytearray()
        async for part in response.aiter_bytes():
            read += part
            if len(read) > LARGEST_ANSWER:
                self._give_up(f"its answer is larger than {LARGEST_ANSWER:,} bytes")
        return bytes(read)

    def _refuse(self, status: int, location: str, body: bytes, told: float | None) -> NoReturn:
        message, field, code = read_refusal(body)
        said = self._safe(f"it answered {status}" + (f": {message.rstrip('.')}" if message else ""))
        if passes(status) and code != _NO_QUOTA:
            raise _Passing(said, wait=told, limited=status == 429)
        if 300 <= status < 400:
            to = self._safe(plain(location, 200))
            self._give_up(
                f"it answered {status}, a redirect to {to!r}, which is not followed",
                remedy="If that is where the server is, name that address in the teacher.",
            )
        if status in (401, 403):
            had = "The key was refused" if self._key else "No key was sent"
            self._give_up(
                said,
                remedy=f"{had}. Set TEACHSET_OPENAI_API_KEY in the environment of the worker, and start it again.",
            )
        if status in (400, 404, 413, 422):
            raise Refused(status, said, field)
        self._give_up(said)

    def refusal(self, refused: Refused, *, with_grammar: bool) -> InvalidValue | Unavailable:
        """The error to end with when there is nothing left to do without."""
        if refused.status == 404:
            return Unavailable(
                f"remote teacher that is not there: {refused.message}",
                where=self._name.base_url,
                remedy=f"Check the address, which mostly ends in /v1, and the model {self._name.model!r}.",
            )
        remedy = "Show fewer examples, ask for shorter outputs, or change the temperature."
        if with_grammar:
            remedy = f"{remedy} If it is the grammar that it does not take, set TEACHSET_REMOTE_GRAMMAR=none."
        return InvalidValue(
            f"request that the remote teacher refuses: {refused.message}", where=self._name.base_url, remedy=remedy
        )

    def odd(self, problem: str) -> Unavailable:
        """The error for an answer that is not what the API promises."""
        return Unavailable(
            f"remote teacher that does not work: it gave {self._safe(problem)}",
            where=self._name.base_url,
            remedy="Check that the address is that of an OpenAI-compatible API; it mostly ends in /v1.",
        )

    def _give_up(self, problem: str, *, remedy: str = "") -> NoReturn:
        raise Unavailable(
            f"remote teacher that does not work: {problem}",
            where=self._name.base_url,
            remedy=remedy or "Check the server and the address. What was written before is kept.",
        ) from None

    def _safe(self, text: str) -> str:
        """The text without the key, which a server may repeat in its errors."""
        return text.replace(self._key, "…") if self._key else text


def _is_about_trust(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
