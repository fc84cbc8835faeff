"""The card's modules in a node process that answers one line of JSON for each."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def browser_side(script: str) -> Iterator[subprocess.Popen[str]]:
    """Run a script of this folder that reads questions from stdin until it ends."""
    command = ["node", str(Path(__file__).parent / script)]
    with subprocess.Popen(command, text=True, encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as node:
        yield node
        assert node.stdin is not None
        node.stdin.close()


def asked(node: subprocess.Popen[str], question: object) -> Any:
    assert node.stdin is not None
    assert node.stdout is not None
    node.stdin.write(json.dumps(question) + "\n")
    node.stdin.flush()
    return json.loads(node.stdout.readline())
