"""A decision of the history in words: what it was, and what became of its example."""

from __future__ import annotations

from storage.history import Entry
from ui.review_changes import changes, in_words

_VOTES = {"accepted": "vote to accept", "rejected": "vote to reject"}


def said_of(entry: Entry) -> str:
    """The action, and whether it was taken back."""
    if entry.is_open_vote:
        return "first vote"
    vote = " (vote)" if entry.decision.vote else ""
    return f"{entry.decision.action}{vote}{', undone' if entry.undone_by else ''}"


def changed(entry: Entry) -> str:
    """What the decision changed; of a vote what it was for, and whether that decided the example.

    Of an open vote nothing, since the second is given without knowing it.
    """
    before, after, proposed = entry.decision.before, entry.decision.after, entry.decision.proposed
    if entry.is_open_vote:
        return "shown once the second is there"
    if proposed is not None and entry.decision.action == "flag":
        return "own flag none → set" if proposed["flagged"] else "own flag set → none"
    if proposed is not None:
        vote = _VOTES[proposed["status"]]
        status = before["status"]
        if changes(before, {**proposed, "status": status}):
            vote += f" with {in_words(before, {**proposed, 'status': status})}"
        now = after["status"]
        became = f"stays {now}" if now == status else f"{status} → {now}"
        return f"{vote}; {became}"
    if not changes(before, after) and before.get("votes", 0) > after.get("votes", 0):
        return f"a vote taken back; stays {after['status']}"
    return in_words(before, after)
