"""A constraint for models that write through transformers' `generate()`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backend.teacher.constraint import Constrainer
from backend.teacher.constraint_matcher import Matcher

if TYPE_CHECKING:
    import torch


class ConstraintProcessor:
    """A logits processor, for one call of `generate()`; it comes before temperature and top-p, as all given ones do.

    Args:
        matchers: one for every row, at the beginning of its reply; None for a row that is free.
    """

    def __init__(self, constrainer: Constrainer, matchers: Sequence[Matcher | None]) -> None:
        self._constrainer = constrainer
        self._matchers: list[Matcher | None] = list(matchers)
        self._read: int | None = None

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Take in the tokens that were drawn since the last call, and mask what may not follow.

        Args:
            input_ids: [rows, tokens so far]; scores: [rows, vocabulary], changed in place.
        """
        new = input_ids[:, self._read :].T.tolist() if self._read is not None else []
        self._read = input_ids.shape[1]
        for drawn in new:
            for row, token in enumerate(drawn):
                self._consume(row, token)
        self._constrainer.mask(scores, self._matchers)
        return scores

    def _consume(self, row: int, token: int) -> None:
        matcher = self._matchers[row]
        if matcher is None:
            return
        if matcher.is_finished:
            # The row has ended and is filled up with padding until the others have, too.
            self._matchers[row] = None
        else:
            matcher.consume(token)
