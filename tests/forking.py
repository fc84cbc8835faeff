"""Our programs as processes of their own that need not read our modules again, which takes each of them three seconds.

One process has read them, and forks itself whenever a test starts one. What is forked runs the program's own entry
point under the test's environment; it is fed, read, killed and waited for like any other.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parents[1]

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.preloaded"])
"""For a pool of such processes."""


class Forked:
    """A process that runs `entry`, a function of a module, as the program that has these arguments.

    Args:
        environment: this process's own where none is given.
        heard: whether `stdout` is what it writes; else that goes where its standard error does, to where pytest
            shows it when a test fails.
    """

    def __init__(
        self,
        entry: Callable[[], object],
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        heard: bool = False,
    ) -> None:
        with chdir(ROOT):  # from which the forking process reads the modules
            forkserver.ensure_running()
        read, fed = CONTEXT.Pipe(duplex=False)
        listened, said = CONTEXT.Pipe(duplex=False)
        given = dict(os.environ if environment is None else environment)
        self._process = CONTEXT.Process(
            target=_become,
            args=(entry, arguments, given, read, said if heard else None),
            daemon=True,  # ended with pytest, where a test that failed left it behind
        )
        self._process.start()
        self.stdin = os.fdopen(os.dup(fed.fileno()), "w", encoding="utf-8")
        self.stdout = os.fdopen(os.dup(listened.fileno()), encoding="utf-8")
        for end in (read, fed, listened, said):
            end.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, which is below 0 where a signal ended it; None where it runs on."""
        self._process.join(timeout)
        if self._process.exitcode is not None:
            self.stdin.close()
            self.stdout.close()
        return self._process.exitcode

    def communicate(self) -> tuple[str, int | None]:
        """All that it still writes, and its exit code, once it has ended."""
        self.stdin.close()
        said = self.stdout.read()
        return said, self.wait()


def _become(
    entry: Callable[[], object],
    arguments: Sequence[str],
    environment: Mapping[str, str],
    read: Connection,
    said: Connection | None,
) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(read.fileno(), 0)
    read.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # that of the forking process is closed
    if said is not None:
        os.dup2(said.fileno(), 1)
        said.close()
    sys.argv = [entry.__module__, *arguments]
    entry()
