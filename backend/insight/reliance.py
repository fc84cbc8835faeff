"""How far each method is relied on to write what is accepted.

Where nothing scores a candidate, as in a project of parses, what is new in it would put the garbled ones of a bad
method before the right ones of a good one. So it is learnt from the decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from backend.insight.tried import Tried

UNKNOWN = 0.5
"""The share that is accepted, before anything is decided."""


@dataclass(frozen=True)
class Reliance:
    """`methods`: what became of the candidates of each; one that is not among them counts like all of them together."""

    methods: Mapping[str, Tried] = field(default_factory=dict)

    def on(self, method: str) -> float:
        """The share of its candidates that is accepted, over that of the best method, tried or not: from 0 to 1.

        >>> found = Reliance({"recombine": Tried(15, 20), "clasp-rs": Tried(0, 20)})
        >>> [round(found.on(method), 2) for method in ("recombine", "clasp-rs", "paraphrase")]
        [1.0, 0.11, 0.57]
        """
        return min(1.0, self._share(method) / self._best)

    @cached_property
    def _usual(self) -> float:
        tried = self.methods.values()
        together = Tried(sum(one.accepted for one in tried), sum(one.decided for one in tried))
        # Were it 0 after a first few that were all rejected, a method that was not tried yet would be no better.
        return together.share(UNKNOWN)

    @cached_property
    def _best(self) -> float:
        return max([self._usual, *(self._share(method) for method in self.methods)])

    def _share(self, method: str) -> float:
        return self.methods.get(method, Tried()).share(self._usual)
