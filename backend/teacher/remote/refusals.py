"""What becomes of a refusal: an error that says which server it was and what to do."""

from __future__ import annotations

from backend.domain.errors import InvalidValue, TeachsetError, Unavailable
from backend.teacher.remote.name import RemoteName

ABSENT = frozenset({404, 405, 501})
"""Statuses that say that there is no such thing at the address, or nothing that can be asked so."""

UNUSABLE = frozenset({400, 413, 422}) | ABSENT
"""Statuses that blame the request: whoever wrote it knows whether to ask otherwise."""


class Refused(Exception):
    """A request that the server will not take as it is; the message is safe to show."""

    def __init__(self, status: int, message: str, field: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field


def gave_up(name: RemoteName, problem: str, remedy: str = "") -> Unavailable:
    """The error for a server that does not work, and will not soon."""
    return Unavailable(
        f"remote teacher that does not work: {problem}",
        where=name.base_url,
        remedy=remedy or "Check the server and the address. What was written before is kept.",
    )


def refusal(name: RemoteName, refused: Refused, *, with_grammar: bool) -> TeachsetError:
    """The error to end with when there is nothing left that the request could do without."""
    if refused.status in ABSENT:
        return Unavailable(
            f"remote teacher that is not there: {refused.message}",
            where=name.base_url,
            remedy=f"Check the address, which mostly ends in /v1, and the model {name.model!r}.",
        )
    remedy = "Show fewer examples, ask for shorter outputs, or change the temperature."
    if with_grammar:
        remedy = f"{remedy} If it is the grammar that it does not take, set TEACHSET_REMOTE_GRAMMAR=none."
    return InvalidValue(
        f"request that the remote teacher refuses: {refused.message}", where=name.base_url, remedy=remedy
    )
