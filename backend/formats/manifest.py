"""What stands beside an exported file: what it holds, and the numbers a trainer gives its labels."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from backend.domain.parse_schema import ParseSchema
from backend.formats.record import Record

_PROJECT_FILE = Path(__file__).parents[2] / "pyproject.toml"


@dataclass
class Tally:
    """Counts while records go by."""

    rows: int = 0
    intents: Counter[str] = field(default_factory=Counter)
    slots: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    parse_labels: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    parses: int = 0

    def add(self, record: Record) -> None:
        """Count one record; a slot counts once for each of its spans, a label of a parse for each node."""
        self.rows += 1
        self.intents[record.utterance.intent] += 1
        self.slots.update(record.utterance.slot_counts)
        self.languages[record.utterance.language] += 1
        self.origins[record.origin] += 1
        if record.split:
            self.splits[record.split] += 1
        if record.utterance.parse is not None:
            self.parses += 1
            self.parse_labels.update(record.utterance.parse.label_counts)


@dataclass(frozen=True)
class Manifest:
    """About one data file.

    Attributes:
        file: name of the data file; bytes and sha256 (hexadecimal) are of its content.
        rows: utterances.
        counts: by `intent`, `slot` (spans), `language` and `origin`; of parses by `label` as well, and by `split`.
        labels: `tags` (BIO tag → id, `O` is 0) and `intents` (intent → id), in alphabetical order.
        filters: what the person exported by.
        created_at: ISO 8601, UTC.
        parses: their `form` and `brackets`, without which nobody can tell how to read them; None for slots.
        split: how it was made; None where the file is not split.
    """

    file: str
    format: str
    rows: int
    bytes: int
    sha256: str
    counts: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[str, int]]
    filters: Mapping[str, object]
    teachset_version: str
    created_at: str
    parses: Mapping[str, str] | None = None
    split: Mapping[str, object] | None = None

    def to_json(self) -> str:
        """Indented, for people too."""
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def manifest_of(
    tally: Tally,
    *,
    file: str,
    format: str,
    size: int,
    sha256: str,
    filters: Mapping[str, object],
    parses: ParseSchema | None = None,
    split: Mapping[str, object] | None = None,
) -> Manifest:
    """The manifest of what was counted; `size` in bytes."""
    tags = ["O", *(f"{mark}-{slot}" for slot in sorted(tally.slots) for mark in "BI")]
    return Manifest(
        file=file,
        format=format,
        rows=tally.rows,
        bytes=size,
        sha256=sha256,
        counts={
            "intent": _sorted(tally.intents),
            "slot": _sorted(tally.slots),
            "language": _sorted(tally.languages),
            "origin": _sorted(tally.origins),
            **({"label": _sorted(tally.parse_labels)} if tally.parses else {}),
            **({"split": _sorted(tally.splits)} if tally.splits else {}),
        },
        labels={
            "tags": {tag: number for number, tag in enumerate(tags)},
            "intents": {intent: number for number, intent in enumerate(sorted(tally.intents))},
        },
        filters=dict(filters),
        teachset_version=teachset_version(),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parses={"form": parses.form, "brackets": parses.brackets} if parses else None,
        split=split,
    )


@cache
def teachset_version() -> str:
    """The version in `pyproject.toml`, its one home."""
    return str(tomllib.loads(_PROJECT_FILE.read_text(encoding="utf-8"))["project"]["version"])


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
