"""What one batch asks of a model, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from backend.teacher.constraint import Constrainer
from backend.teacher.constraint_matcher import Matcher
from backend.teacher.protocol import Sampling
from backend.teacher.suggestions import Suggestions


@dataclass(frozen=True)
class Work:
    """The rows of a batch.

    Attributes:
        prompts: token ids of each prompt; rows: for every reply wanted, which of the prompts it answers.
        ends: ids of the tokens that end a reply.
        limits: tokens that each row may write.
        constrainer: what masks the rows that are held to a grammar, if any is.
        matchers: for every row, where it stands in its grammar; None for a row that is free. Used up by writing.
        drafts: for every row, how many are written of it; the likeliest is its reply. One each when empty.
        suggestions: for every prompt, what the wording of its examples suggests, if anything; for none when empty.
            text_of: a token's own text, for these.
    """

    prompts: Sequence[list[int]]
    rows: Sequence[int]
    sampling: Sampling
    seed: int
    ends: Sequence[int]
    limits: Sequence[int]
    constrainer: Constrainer | None = None
    matchers: Sequence[Matcher | None] = ()
    drafts: Sequence[int] = ()
    suggestions: Sequence[Suggestions | None] = ()
    text_of: Callable[[int], str] = str


@dataclass(frozen=True)
class Row:
    """A finished row of a batch: its place in it, the ids of its reply, and how many tokens all drafts of it had.

    `written` is 0 where there was but one. `others` are the other drafts, the likeliest first. `log_likelihood` is the
    sum of the log-probabilities that the model gave its tokens, before any grammar's mask; None where it is not known.
    """

    index: int
    tokens: list[int]
    written: int = 0
    others: tuple[list[int], ...] = ()
    log_likelihood: float | None = None


@dataclass
class Ending:
    """Whether a row ends with a token: at an end token, or at a line break after content.

    Args:
        decode: token id → its text.
        ends: ids that end a row.
    """

    decode: Callable[[int], str]
    ends: frozenset[int]
    _content: set[int] = field(default_factory=set)
    _texts: dict[int, str] = field(default_factory=dict)

    def forget(self, row: int) -> None:
        """A row is begun again."""
        self._content.discard(row)

    def is_end(self, row: int, token: int) -> bool:
        """Asked once for every token of a row, in order."""
        if token in self.ends:
            return True
        if token not in self._texts:
            self._texts[token] = self.decode(token)
        text = self._texts[token]
        had_content = row in self._content
        if text.strip():
            self._content.add(row)
        return "\n" in (text if had_content else text.lstrip())
