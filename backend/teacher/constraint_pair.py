"""Holding a reply to two grammars at once: what a model may write and, of one prompt, what it may write it with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend.domain.grammar import Grammar
from backend.teacher.constraint import Constrainer
from backend.teacher.constraint_matcher import Matcher

if TYPE_CHECKING:
    import numpy


class PairMatcher(Matcher):
    """Where one reply stands in two grammars; it ends where both may."""

    def __init__(self, first: Matcher, second: Matcher) -> None:
        self.first, self.second = first, second

    def consume(self, token: int) -> None:
        """See `Matcher`."""
        if not self.is_finished:
            self.first.consume(token)
            self.second.consume(token)

    @property
    def is_finished(self) -> bool:
        """One of them may only end."""
        return self.first.is_finished or self.second.is_finished

    def begin_again(self) -> None:
        """Back to the beginning of the reply."""
        self.first.begin_again()
        self.second.begin_again()

    def stop(self) -> None:
        """Nothing else can follow."""
        self.first.stop()
        self.second.stop()


class PairConstrainer(Constrainer):
    """Masks the logits of a batch, rows of a `PairMatcher` by both of its grammars.

    What either allows may lead to where the two have no token in common. The reply ends there, unfinished: whoever
    reads it finds that it is none.
    """

    def pair(self, first: Grammar, second: str | None) -> Matcher:
        """A matcher of both at the beginning of a reply; of the first alone where there is no second.

        Args:
            second: in llguidance's notation; its reply is the rule `reply`.

        Raises:
            InvalidValue: a grammar that llguidance refuses.
        """
        return PairMatcher(self.matcher(first), self.matcher_of(second)) if second else self.matcher(first)

    def allowed(self, matchers: Sequence[Matcher]) -> numpy.ndarray:
        """See `Constrainer`."""
        firsts = [one.first if isinstance(one, PairMatcher) else one for one in matchers]
        pairs = [(at, one) for at, one in enumerate(matchers) if isinstance(one, PairMatcher)]
        allowed = super().allowed(firsts)
        if not pairs:
            return allowed
        places = [at for at, _ in pairs]
        allowed[places] &= super().allowed([one.second for _, one in pairs])
        for at, one in pairs:
            if not allowed[at].any():
                one.stop()
                allowed[at] = self._ending
        return allowed
