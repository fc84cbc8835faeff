"""What all requests to a server wait for together: its rate limit."""

from __future__ import annotations

import asyncio
import random
import time


class Gate:
    """Closed for as long as the server asks to be left alone; `answered` counts the requests that got through."""

    def __init__(self) -> None:
        self.answered = 0
        self._opens = 0.0

    def close(self, seconds: float) -> None:
        """Keep requests back for that long from now, or for longer if it was closed for longer."""
        self._opens = max(self._opens, time.monotonic() + seconds)

    async def opened(self) -> None:
        while (left := self._opens - time.monotonic()) > 0:
            # A little later each, so that those who wait do not come all at once.
            await asyncio.sleep(left * (1 + 0.1 * random.random()))  # noqa: S311 - no secret
