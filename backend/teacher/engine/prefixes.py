"""Which beginnings prompts share, as a tree of segments. Pure: token ids in, indexes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_SHARED = 8
"""Tokens that must be shared before a segment of their own pays."""

GROUP_WORTH = {"cpu": 400, "cuda": 100_000}
"""A further group costs a step about as much as this many tokens in the rows' own lanes.

Estimated from the times of the single operations, not tuned on whole batches. On CUDA it is a dozen kernels to start in
each layer, in whose time a hundred thousand tokens are read.
"""


@dataclass(frozen=True)
class Segment:
    """Tokens that follow one another in at least one prompt.

    Attributes:
        parent: index of the segment that comes before it; None at the start of a prompt.
        start: position of its first token in the prompt; tokens: its ids, at least one.
    """

    parent: int | None
    start: int
    tokens: tuple[int, ...]

    @property
    def end(self) -> int:
        """Position after its last token."""
        return self.start + len(self.tokens)


@dataclass(frozen=True)
class Tree:
    """Prompts as paths through segments.

    Attributes:
        segments: parents before children, in the order of a walk in depth.
        ends: for every prompt, the segment whose last token is the prompt's last.
    """

    segments: tuple[Segment, ...]
    ends: tuple[int, ...]

    def chain(self, segment: int) -> list[int]:
        """The segments from the start of a prompt up to and with this one."""
        chain: list[int] = []
        at: int | None = segment
        while at is not None:
            chain.append(at)
            at = self.segments[at].parent
        return chain[::-1]


def share(prompts: Sequence[Sequence[int]], longest: int, shortest_shared: int = SHORTEST_SHARED) -> Tree:
    """The tree of some prompts, none of them empty; no segment is longer than `longest` tokens.

    Beginnings that fewer than `shortest_shared` tokens would be saved by are not shared.
    """
    distinct = sorted({tuple(prompt) for prompt in prompts})
    segments: list[Segment] = []
    found: dict[tuple[int, ...], int] = {}

    def grow(prompt: tuple[int, ...], parent: int | None, start: int, end: int) -> int:
        while True:
            cut = min(end, start + longest)
            segments.append(Segment(parent, start, prompt[start:cut]))
            parent, start = len(segments) - 1, cut
            if start == end:
                return parent

    # A stack, not recursion: a prompt may hold another, which holds another, and so on.
    waiting: list[tuple[int, int, int | None, int]] = [(0, len(distinct), None, 0)] if distinct else []
    while waiting:
        low, high, parent, start = waiting.pop()
        first = distinct[low]
        if high - low == 1:
            whole = parent is not None and start == len(first)
            found[first] = parent if whole and parent is not None else grow(first, parent, start, len(first))
            continue
        common = _common(first, distinct[high - 1])
        if common - start >= shortest_shared:
            parent, start = grow(first, parent, start, common), common
        branches: list[tuple[int, int, int | None, int]] = []
        if len(first) == common:  # the others go on where this one ends
            branches.append((low, low + 1, parent, start))
            low += 1
        while low < high:
            after = next((at for at in range(low, high) if distinct[at][common] != distinct[low][common]), high)
            branches.append((low, after, parent, start))
            low = after
        waiting += reversed(branches)
    return Tree(tuple(segments), tuple(found[tuple(prompt)] for prompt in prompts))


def groups(tree: Tree, rows: Sequence[int], worth: int = GROUP_WORTH["cpu"]) -> list[int]:
    """For every prompt, the segment up to which its rows share one copy of keys and values.

    What comes after that segment is copied for each row. Fewer groups take fewer operations, more
    groups copy less: the sum of both is kept small.

    Args:
        rows: for every prompt, how many rows answer it.
        worth: how many copied tokens one more group may save at least.
    """
    size = len(tree.segments)
    rows_below, tokens_below = [0] * size, [0] * size
    for end, count in zip(tree.ends, rows, strict=True):
        rows_below[end] += count
    children: list[list[int]] = [[] for _ in range(size)]
    apart = [worth if rows_below[at] else 0 for at in range(size)]  # rows that end here need a group at least
    cuts = [False] * size  # whether the rows below are one group
    for at in reversed(range(size)):
        together = worth + tokens_below[at]
        cuts[at] = not children[at] or together <= apart[at]
        cost = min(together, apart[at])
        parent = tree.segments[at].parent
        if parent is not None:
            children[parent].append(at)
            rows_below[parent] += rows_below[at]
            tokens_below[parent] += tokens_below[at] + rows_below[at] * len(tree.segments[at].tokens)
            apart[parent] += cost
    return [next((at for at in tree.chain(end) if cuts[at]), end) for end in tree.ends]


def packs(tree: Tree, size: int) -> list[range]:
    """The segments cut into runs of at most `size` tokens (one long segment may be a run by itself)."""
    cut: list[range] = []
    first = used = 0
    for at, segment in enumerate(tree.segments):
        if at > first and used + len(segment.tokens) > size:
            cut.append(range(first, at))
            first, used = at, 0
        used += len(segment.tokens)
    if tree.segments:
        cut.append(range(first, len(tree.segments)))
    return cut


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
