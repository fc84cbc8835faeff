"""The exports of a project that lie on the disk: they outlive the session that made them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from backend.formats.export import FORMATS, ExportResult
from backend.formats.manifest import Manifest
from jobs.exporting import export_stem

MAX_MANIFEST = 4 * 1024 * 1024
"""Bytes; a larger file is no manifest of ours."""

State = Literal["sound", "changed", "missing"]


def last_exports(folder: Path, project_id: int, name: str, *, since: datetime) -> tuple[ExportResult, ...]:
    """The last export of each format, the latest first; whatever is no manifest of ours is passed over.

    Only file names made from the project are opened, never one that a manifest holds.

    Args:
        folder: where exports are written; need not be there.
        name: the project's.
        since: when the project was made; the files of a deleted one, whose id and name it has, are not its own.
    """
    stem = export_stem(project_id, name)
    data = [folder / f"{stem}.{format}" for format in FORMATS]
    found = [_read(path, path.with_name(f"{path.name}.manifest.json")) for path in data]
    made = since.replace(microsecond=0)
    own = [one for one in found if one and exported_at(one) >= made]
    return tuple(sorted(own, key=exported_at, reverse=True))


def exported_at(export: ExportResult) -> datetime:
    """When it was written, in UTC, to the second.

    Raises:
        ValueError: the manifest does not say when.
    """
    at = datetime.fromisoformat(export.manifest.created_at)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def state_of(export: ExportResult) -> State:
    """Whether the data file is still the one that its manifest describes, by size and SHA-256."""
    try:
        if export.path.stat().st_size != export.manifest.bytes:
            return "changed"
        with export.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "changed"
    return "sound" if sha256 == export.manifest.sha256 else "changed"


def _read(path: Path, manifest_path: Path) -> ExportResult | None:
    try:
        if manifest_path.stat().st_size > MAX_MANIFEST:
            return None
        export = ExportResult(path, manifest_path, Manifest(**json.loads(manifest_path.read_text("utf-8"))))
        exported_at(export)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    manifest = export.manifest
    sound = manifest.file == path.name and isinstance(manifest.rows, int) and isinstance(manifest.bytes, int)
    return export if sound else None
