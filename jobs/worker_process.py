"""Keeping a local worker running beside the server."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

RESTART_SECONDS = 1.0
LONGEST_RESTART_SECONDS = 60.0
"""A worker that dies at once, time and again, is started less and less often."""

log = logging.getLogger("teachset.server")


class WorkerProcess:
    """Starts `jobs.worker` as a child, starts it again when it dies, and ends it with the server.

    The child reads its standard input, which ends with this process however it dies: a killed server
    leaves no worker behind.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_running, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._child is not None:
            self._child.terminate()
        self._thread.join(timeout=10)

    @property
    def pid(self) -> int | None:
        """Of the worker that runs now."""
        return self._child.pid if self._child is not None else None

    def _keep_running(self) -> None:
        wait = RESTART_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "jobs.worker", "--with-parent"], stdin=subprocess.PIPE
            )
            code = self._child.wait()
            if not self._stopping.is_set():
                lived = time.monotonic() - started
                wait = RESTART_SECONDS if lived > LONGEST_RESTART_SECONDS else min(wait * 2, LONGEST_RESTART_SECONDS)
                log.warning("the worker ended with code %s; starting another in %.0f s", code, wait)
                self._stopping.wait(wait)
