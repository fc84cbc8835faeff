"""The conversation of a runner with the bench: one JSON line in, one JSON line out. Needs nothing but Python."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

Ask = dict[str, Any]
"""One prompt: "prompt", the text to go on with; "samples", how many; "seed", 0 to 2**31 - 1; "grammar", GBNF of a
reply, "" for none; "temperature", "top_p", "max_new_tokens"."""

Reply = tuple[str, int]
"""What was written, and its length in tokens."""

Write = Callable[[Ask], list[Reply]]
Open = Callable[[dict[str, Any]], Write]


def serve(open_peer: Open, packages: tuple[str, ...]) -> None:
    """Open the peer with the options of the first line; then answer each line of asks, with its seconds.

    Only the asks are timed, one after the other, neither loading nor this conversation.

    Args:
        packages: those whose versions the first answer tells.
    """
    answers = _own_stdout()
    write = open_peer(json.loads(sys.stdin.readline()))
    _say(answers, {"versions": {name: _version(name) for name in packages}})
    for line in sys.stdin:
        asks = json.loads(line)
        started = time.perf_counter()
        replies = [write(ask) for ask in asks]
        _say(answers, {"replies": replies, "seconds": time.perf_counter() - started})


def _own_stdout() -> TextIO:
    """Standard output for answers alone: what libraries print goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
