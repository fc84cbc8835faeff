"""HTTP to one server: one request after another until it is answered, refused, or not worth waiting for."""

from __future__ import annotations

import asyncio
import random
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from backend.teacher.remote.answer import plain, read_refusal
from backend.teacher.remote.gate import Gate
from backend.teacher.remote.name import RemoteName
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.packing import Damaged, TooLarge, UnknownPacking, unpacked
from backend.teacher.remote.refusals import UNUSABLE, Refused, gave_up
from backend.teacher.remote.waiting import LONGEST_TOLD_SECONDS, backoff, passes, told_to_wait

if TYPE_CHECKING:
    import httpx2

LARGEST_ANSWER = 4 * 2**20
"""Bytes of an answer that are read, at most."""

_NO_QUOTA = "insufficient_quota"
"""The one 429 that does not pass by waiting: the account is empty."""


class _Passing(Exception):
    """A failure that may pass; `wait` is how long the server asked for, if it did."""

    def __init__(self, problem: str, *, wait: float | None = None, limited: bool = False) -> None:
        super().__init__(problem)
        self.wait = wait
        self.limited = limited


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
            Refused: a status that blames the request.
            Unavailable: any other refusal, or the retries are used up.
        """
        failures = 0
        answered = self._gate.answered
        while True:
            await self._gate.opened()
            try:
                answer = await self._once(http, method, path, body)
            except _Passing as passing:
                # Being told to wait is no failure as long as others get through; from then on tries count anew.
                failures = 0 if passing.limited and self._gate.answered > answered else failures + 1
                answered = self._gate.answered
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
            # What it asks for is believed once; a server that asks for nothing would be out of tries in no time.
            self._gate.close(max(passing.wait, pause) if failures > 1 else passing.wait)
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
        """The body, without the key, which a server may repeat."""
        read = bytearray()
        packing = response.headers.get("content-encoding", "")
        try:
            async for part in response.aiter_raw():
                read += part
                if len(read) > LARGEST_ANSWER:
                    raise TooLarge
            body = unpacked(bytes(read), packing, LARGEST_ANSWER)
        except TooLarge:
            self._give_up(f"its answer is larger than {LARGEST_ANSWER:,} bytes")
        except UnknownPacking:
            self._give_up(f"its answer is packed as {self._safe(plain(packing, 50))!r}, which nobody asked for")
        except Damaged:
            raise _Passing("an answer that cannot be unpacked") from None
        return body.replace(self._key.encode(), "…".encode()) if self._key else body

    def _refuse(self, status: int, location: str, body: bytes, told: float | None) -> NoReturn:
        message, field, code = read_refusal(body)
        said = f"it answered {status}" + (f": {message.rstrip('.')}" if message else "")
        if passes(status) and code != _NO_QUOTA:
            raise _Passing(said, wait=told, limited=status == 429)
        if 300 <= status < 400:
            to = plain(self._safe(location), 200)  # not the other way round: half a key would stay
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
        if status in UNUSABLE:
            raise Refused(status, said, field)
        self._give_up(said)

    def _give_up(self, problem: str, *, remedy: str = "") -> NoReturn:
        raise gave_up(self._name, problem, remedy) from None

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
