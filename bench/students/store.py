"""The cache of a run on disk: what is whole stays, so that a run that was killed goes on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def key_of(settings: Any) -> str:
    """A hash of anything that JSON can say; 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()[:16]


def read_json(file: Path) -> Any:
    """What a file holds; None when it is not there."""
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def write_json(file: Path, value: Any) -> None:
    """Write a file, whole or not at all; of several processes that write it the last one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_name(f".{file.name}.{os.getpid()}")
    making.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    making.replace(file)


class Lines:
    """A JSON Lines file that is added to; a last line that was torn when a run was killed is cut off."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Iterator[dict[str, Any]]:
        """Every whole line; none of a file that is not there."""
        if not self._file.is_file():
            return
        whole, _, torn = self._file.read_bytes().rpartition(b"\n")
        if torn:
            self._file.write_bytes(whole + b"\n" if whole else b"")
        for line in whole.splitlines():
            yield json.loads(line)

    def add(self, value: dict[str, Any]) -> None:
        """Put a line at the end."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(value, ensure_ascii=False) + "\n")
