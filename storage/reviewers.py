"""What is kept of a reviewer: the keys of his own."""

from __future__ import annotations

from sqlmodel import Session

from storage.tables import Reviewer


def reviewer_keys(name: str, *, session: Session) -> dict[str, str]:
    """Command → key as this reviewer chose them; empty for one who has the usual keys.

    Args:
        name: as it stands on his decisions; "" is whoever gives none.
    """
    reviewer = session.get(Reviewer, name)
    return dict(reviewer.keys) if reviewer else {}


def put_reviewer_keys(name: str, keys: dict[str, str], *, session: Session) -> None:
    """Keep the keys of a reviewer in place of those that he had; whether they can be was checked by whoever asks."""
    reviewer = session.get(Reviewer, name) or Reviewer(name=name)
    reviewer.keys = dict(keys)
    session.add(reviewer)
    session.flush()
