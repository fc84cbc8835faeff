"""A row in a lane: its place in the work, its random numbers, what it wrote, and the drafts before that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend.teacher.engine.sampling import uniforms
from backend.teacher.reply_place import Place
from backend.teacher.work import Row, Work

if TYPE_CHECKING:
    import torch


@dataclass
class WritingRow:
    """One reply being written, draft after draft; the likeliest draft is the reply.

    Attributes:
        first: logits of its first token. numbers: one for each token that it may write.
        drafts: how many are left to write, the present one included. attempts: how often that one was begun.
        likelihood: sum of what the tokens were given before the grammar's mask: log-probabilities.
        place: where it stands, for what the wording of its prompt's examples suggests.
    """

    row: int
    prompt: int
    numbers: list[float]
    first: torch.Tensor
    drafts: int = 1
    tokens: list[int] = field(default_factory=list)
    attempts: int = 1
    likelihood: float = 0.0
    place: Place = field(default_factory=Place)
    _begun: int = 1
    _ended: list[tuple[float, list[int]]] = field(default_factory=list)

    @property
    def is_begun_again(self) -> bool:
        """Whether it stands before its first token once more."""
        return not self.tokens and self._begun > 1

    def begin_again(self, work: Work) -> None:
        """Stand before the first token, with other random numbers."""
        again = self.row + self._begun * len(work.rows)
        self.numbers = uniforms(work.seed, again, work.limits[self.row]).tolist()
        self._begun += 1
        self.tokens, self.likelihood, self.place = [], 0.0, Place()

    def add(self, token: int, log_probability: float) -> None:
        self.tokens.append(token)
        self.likelihood += log_probability

    def end_draft(self) -> bool:
        """Put the draft by, with the mean of its tokens' likelihoods; True when it was the last one."""
        self._ended.append((self.likelihood / len(self.tokens), self.tokens))
        self.drafts -= 1
        self.attempts = 1
        return self.drafts == 0

    def finished(self) -> Row:
        """All drafts, once they are written, by how likely they are."""
        (mean, best), *others = sorted(self._ended, key=lambda draft: -draft[0])
        written = sum(len(tokens) for _, tokens in self._ended)
        return Row(self.row, best, written, tuple(tokens for _, tokens in others), mean * len(best))
