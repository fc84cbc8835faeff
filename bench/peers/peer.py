"""A peer as a teacher: a program in its own environment writes what our pipeline reads and checks like any output."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any

from backend.domain.errors import Unavailable
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard
from bench.peers.environment import error_line

ROOT = Path(__file__).parents[2]
VARIABLES = {"HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "passive"}
"""No look at the hub for local folders; and threads that wait sleep, or on a shared machine llama.cpp's spin for
minutes where it writes for seconds."""

SEEDS_APART = 1000
"""Between the seeds of two prompts: a peer that samples one by one counts on from a prompt's seed."""

PATIENCE_SECONDS = 600.0
"""After which a peer that does not answer is given up."""


class Peer:
    """A runner's process, as a teacher (see the protocol), with its own clock.

    Args:
        python: of the peer's environment. runner: module in `runners`. options: for the runner.
        log: file for what the peer prints.

    Attributes:
        seconds: what the runner spent on writing in all: neither loading nor our reading and checking.
        versions: of its packages.

    Raises:
        Unavailable: it ended before it was ready; says the first line of its error.
    """

    def __init__(self, name: str, python: Path, runner: str, options: dict[str, Any], log: Path) -> None:
        self.card = TeacherCard(name, str(options.get("model", "")), "", options.get("lora"), "cpu", "")
        self.seconds = 0.0
        self._log = log
        with log.open("w", encoding="utf-8") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [str(python), "-m", f"bench.peers.runners.{runner}"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**os.environ, **VARIABLES},
                text=True,
                encoding="utf-8",
            )
        self.versions: dict[str, str] = self._ask(options)["versions"]

    def sample(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, should_stop: Callable[[], bool]
    ) -> Iterator[Output]:
        """See the protocol; a batch that was begun is written to its end."""
        if should_stop():
            return
        places = [at for at, order in enumerate(orders) if not order.is_spare]
        answer = self._ask([ask(orders[at], sampling, (seed + SEEDS_APART * at) % 2**31) for at in places])
        self.seconds += float(answer["seconds"])
        for at, replies in zip(places, answer["replies"], strict=True):
            for sample, (text, tokens) in enumerate(replies):
                yield Output(at, sample, text, tokens)

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ask(self, what: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        giving_up = Timer(PATIENCE_SECONDS, self._process.kill)
        giving_up.start()
        try:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:  # it is gone: what it said is in its log
            answer = ""
        finally:
            giving_up.cancel()
        if not answer:
            self.close()
            raise Unavailable(
                f"peer that ended: {error_line(self._log.read_text(encoding='utf-8', errors='replace'))}",
                value=self.card.name,
                where=str(self._log),
            )
        read: dict[str, Any] = json.loads(answer)
        return read


def ask(order: Order, sampling: Sampling, seed: int) -> dict[str, Any]:
    """What a runner is asked (see `runners.serve`), all in plain values."""
    (message,) = order.prompt.messages
    framed = order.grammar.gbnf.replace("root ::=", "reply ::=", 1) if order.grammar else ""
    # The same frame as around our own rows: a reply begins with a space and ends with its line.
    grammar = f'root ::= " "? reply "\\n"\n{framed}' if framed else ""
    return {
        "prompt": message.content,
        "samples": order.samples,
        "seed": seed,
        "grammar": grammar,
        **asdict(sampling),
    }
