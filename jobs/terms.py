"""Terms of weights that a person agrees to before a teacher made of them is used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.teacher.catalogue import terms_of
from backend.teacher.packaged_weights import Terms
from jobs.settings import Settings

__all__ = ["Terms", "agree", "require_agreed", "terms_to_agree"]


def terms_to_agree(name: str, settings: Settings) -> Terms | None:
    """The terms that nobody who uses this data folder has agreed to yet, of a teacher of that name; None for none."""
    terms = terms_of(name)
    return terms if terms and terms.url not in _agreed(settings) else None


def require_agreed(name: str, settings: Settings) -> None:
    """Refuse a teacher whose terms are not agreed to.

    Raises:
        Unavailable: says which terms, where to read them, and how to agree.
    """
    terms = terms_to_agree(name, settings)
    if terms:
        raise Unavailable(
            f"terms that are not agreed to yet, {terms}, for the teacher",
            value=name,
            remedy="Read them, then agree on the Teacher page or with: cli.py teacher use PROJECT TEACHER --agree.",
        )


def agree(terms: Terms, settings: Settings) -> None:
    """Remember that the terms were agreed to, for all who use this data folder.

    Raises:
        Unavailable: it could not be written down.
    """
    file = _file(settings)
    agreed = _agreed(settings)
    agreed.setdefault(terms.url, {"name": terms.name, "agreed_at": datetime.now(UTC).isoformat(timespec="seconds")})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.with_suffix(".new")
        written.write_text(json.dumps(agreed, indent=1) + "\n", encoding="utf-8")
        written.replace(file)
    except OSError as error:
        raise Unavailable(
            f"agreement that cannot be written down: {error}", value=str(file), remedy="Make room there."
        ) from error


def _file(settings: Settings) -> Path:
    return settings.data_dir / "agreed-terms.json"


def _agreed(settings: Settings) -> dict[str, dict[str, str]]:
    """What was agreed to, by the address of the terms."""
    try:
        agreed = json.loads(_file(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return agreed if isinstance(agreed, dict) else {}
