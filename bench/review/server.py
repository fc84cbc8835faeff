"""A tool's server: started on the loopback, waited for, and ended with all that it started."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import psutil

from backend.domain.errors import Unavailable
from bench.peers.environment import error_line

PATIENCE_SECONDS = 600.0
"""A peer makes its tables first: twenty seconds of its own, minutes where others work too."""

LOOK_SECONDS = 0.1
MEGABYTE = 2**20


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


class Server:
    """A command that serves; `ready` waits until it answers.

    Args:
        log: file for what it prints.
        variables: of its environment, on top of what `surroundings` leaves.
    """

    def __init__(self, command: Sequence[str | Path], log: Path, folder: Path, **variables: str) -> None:
        self._log = log
        self._command = [str(part) for part in command]
        with log.open("w", encoding="utf-8") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                self._command,
                cwd=folder,
                env={**surroundings(), **variables},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def pids(self) -> list[int]:
        """Of the command and of what it started."""
        process = psutil.Process(self._process.pid)
        return [process.pid, *(child.pid for child in process.children(recursive=True))]

    def ready(self, url: str) -> None:
        """Return once the address answers without an error.

        Raises:
            Unavailable: it ended before, or did not answer in time; says the first line of its error.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if httpx2.get(url, follow_redirects=True, timeout=10).is_success:
                    return
            except httpx2.HTTPError:
                pass
            time.sleep(LOOK_SECONDS)  # its log says in words of its own when it listens, so the address is asked
        value = " ".join(self._command[:4])
        if self._process.poll() is None:
            raise Unavailable(f"server that did not answer in {PATIENCE_SECONDS:g} seconds", value=value, where=url)
        said = self._log.read_text(encoding="utf-8", errors="replace")
        raise Unavailable(f"server that ended: {error_line(said)}", value=value)

    def close(self) -> None:
        """End it and what it started."""
        if self._process.poll() is not None:
            return
        processes = [psutil.Process(pid) for pid in self.pids]
        for process in processes:
            _tell(process.terminate)
        _gone, left = psutil.wait_procs(processes, timeout=10)
        for process in left:
            _tell(process.kill)
        self._process.wait()


def surroundings() -> dict[str, str]:
    """This process's environment without what sets up this product or its Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TEACHSET_", "PYTHON"))}


def answer(response: httpx2.Response) -> Any:
    """What a tool's address says, from JSON.

    Raises:
        Unavailable: it refuses; says how.
    """
    if not response.is_success:
        raise Unavailable(f"address that refuses: {response.text[:200]}", value=str(response.request.url))
    return response.json()


def megabytes(pids: Sequence[int]) -> float:
    """Memory of processes together: what they share is counted once (PSS) where the system tells it."""
    total = 0
    for pid in pids:
        info = psutil.Process(pid).memory_full_info()
        total += getattr(info, "pss", info.rss)
    return round(total / MEGABYTE, 1)


def _tell(order: Callable[[], object]) -> None:
    with suppress(psutil.NoSuchProcess):
        order()
