"""Of what a teacher wrote, the likeliest: outputs that answer several prompts, some of them spares."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from backend.domain.candidate import Candidate
from backend.teacher.protocol import Order, Output

NOTHING: Mapping[int, Output | None] = {}


@dataclass
class Choice:
    """The outputs of orders that are compared with one another, until all of them are written.

    Attributes:
        indexes: of the outputs that are to be had of them, in the request.
        awaited: outputs that will be written, with the spares.
    """

    indexes: Sequence[int]
    awaited: int
    written: list[Output] = field(default_factory=list)

    @classmethod
    def of(cls, orders: Sequence[Order], first_output: int) -> Choice:
        """What is written for orders, of which at least one is a spare.

        Args:
            first_output: index, in the request, of the first one's first output.
        """
        wanted = sum(order.samples for order in orders)
        return cls(range(first_output, first_output + wanted), wanted + sum(order.is_spare for order in orders))

    def add(self, output: Output) -> bool:
        """True when it was the last one."""
        self.written.append(output)
        return len(self.written) == self.awaited

    def chosen(
        self, judged: Callable[[Output], Candidate], stored: Mapping[int, Output | None] = NOTHING
    ) -> list[Candidate]:
        """As many candidates as are to be had and are not stored, in the order of the prompts.

        The likeliest outputs that are kept; where these are too few, the likeliest of those that are dropped. Tokens
        of what is not taken are counted with the first. Where some are stored, since a worker was killed in the midst
        of them, they are chosen from once more, and the others come as they would have come then.

        Args:
            judged: reads an output and checks it, as if none of these were stored; asked in the order of likelihood,
                so that the likelier one of two duplicates is kept.
            stored: by their indexes those that are stored, each as it was written again; None where it was not.
        """
        free = [index for index in self.indexes if index not in stored]
        if not free:
            return []
        kept: list[tuple[Output, Candidate]] = []
        dropped: list[tuple[Output, Candidate]] = []
        for output in sorted(self.written, key=likelihood, reverse=True):
            if len(kept) == len(self.indexes):
                break
            candidate = judged(output)
            (kept if candidate.kept else dropped).append((output, candidate))
        before = [output for output in stored.values() if output is not None]
        left = [one for one in (*kept, *dropped) if one[0] not in before]
        taken = sorted(left[: len(free)], key=lambda one: (one[0].order_index, one[0].sample_index))
        found = [replace(candidate, index=index) for index, (_, candidate) in zip(free, taken, strict=True)]
        if free[0] == self.indexes[0]:
            of_taken = sum(output.tokens for output, _ in taken) + sum(output.tokens for output in before)
            rest = sum(output.tokens for output in self.written) - of_taken
            found[0] = replace(found[0], tokens=found[0].tokens + rest)
        return found


def likelihood(output: Output) -> float:
    """How likely an output is beside others: its log-likelihood over the square root of its tokens.

    By the sum the short ones would win, by the mean those with many tokens that were given to them.

    >>> short, long = Output(0, 0, "a b", 4, log_likelihood=-2.0), Output(0, 0, "a b c d", 9, log_likelihood=-2.4)
    >>> round(likelihood(short), 2), round(likelihood(long), 2)
    (-1.0, -0.8)
    """
    assert output.log_likelihood is not None
    return output.log_likelihood / math.sqrt(max(1, output.tokens))
