"""Where a reply stands in the grammar that it is held to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.errors import InvalidValue


class Matcher:
    """Where one reply stands in its grammar.

    Args:
        inner: llguidance's matcher at the beginning of a reply, which stays there; ends: ids that end a reply.
        free: tokens after which only what ends the reply soonest may be drawn; None for no such limit.
    """

    def __init__(self, inner: Any, ends: Sequence[int], free: int | None = None) -> None:
        self._beginning = inner
        self.inner = inner.deep_copy()
        self._ends = ends
        self._free = free
        self._consumed = 0
        self._has_ended = False

    def consume(self, token: int) -> None:
        """Take in the token that was drawn; once the reply is finished, whatever is drawn is passed over.

        Raises:
            InvalidValue: a token that the grammar does not allow here.
        """
        if self.is_finished:
            return
        self._consumed += 1
        if token in self._ends:
            self.stop()
        elif not self.inner.consume_token(token):
            reason = self.inner.get_error().partition("\n")[0]
            raise InvalidValue(f"token that the grammar does not allow: {reason}", value=token)

    @property
    def is_finished(self) -> bool:
        """Nothing but an end may follow."""
        return self._has_ended or bool(self.inner.is_stopped())

    def begin_again(self) -> None:
        """Back to the beginning of the reply."""
        self.inner = self._beginning.deep_copy()
        self._consumed, self._has_ended = 0, False

    def stop(self) -> None:
        """Nothing else can follow: an end was drawn, or the vocabulary cannot spell what must come."""
        self._has_ended = True

    @property
    def must_end(self) -> bool:
        """The free tokens are used up."""
        return self._free is not None and self._consumed >= self._free

    @property
    def may_end(self) -> bool:
        """The reply could end here."""
        return bool(self.inner.is_accepting())
