"""What every teacher can do, and what is known of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.domain.prompt import Prompt
from backend.domain.wording import Wording

MAX_NEW_TOKENS = 1024


@dataclass(frozen=True)
class Sampling:
    """How a teacher draws its tokens.

    Attributes:
        temperature: above 0 (more is more varied), at most 2; 0 takes the likeliest token every time.
        top_p: the share of probability that is drawn from, above 0 and at most 1.
        max_new_tokens: where an output is cut off, in tokens; with a grammar, where it is brought to its end.
        wording: the share of probability, 0 to below 1, that goes to how the examples of the prompt are worded, in
            orders that say how; less where there are fewer than ten examples. Mixed in before the temperature; a
            teacher that cannot do it passes over it.

    Raises:
        InvalidValue: a number out of its range.
    """

    temperature: float = 0.7
    top_p: float = 0.9
    max_new_tokens: int = 64
    wording: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 2:
            raise InvalidValue("temperature", value=self.temperature, remedy="Use 0 to 2.")
        if not 0 < self.top_p <= 1:
            raise InvalidValue("top-p", value=self.top_p, remedy="Use a number above 0, at most 1.")
        if not 1 <= self.max_new_tokens <= MAX_NEW_TOKENS:
            raise InvalidValue("tokens per output", value=self.max_new_tokens, remedy=f"Use 1 to {MAX_NEW_TOKENS}.")
        if not 0 <= self.wording < 1:
            raise InvalidValue("share of the examples' wording", value=self.wording, remedy="Use 0 to below 1.")


@dataclass(frozen=True)
class Order:
    """One prompt, and how many outputs to sample for it.

    One with no samples is a spare: a teacher that says how likely its outputs are writes a single one, which may take
    the place of a less likely one of the orders before; any other passes over it.

    With a grammar every output is a reply of that grammar, whole: where `max_new_tokens` are used up, the
    teacher ends it properly instead of cutting it off (a teacher that runs no model passes over it).

    `stored` holds the places of samples that are there already: a teacher that is paid for each sample leaves
    them out; one that writes the whole batch at once, from one seed, writes them again.

    `drafts`: how many are written of each output; the likeliest, by the mean log-probability that the teacher gives
    its tokens, before its grammar is held against them, is the output. A teacher that cannot compare them writes one.

    `wording` is what the sampling's share of the same name goes to.
    """

    prompt: Prompt
    samples: int
    grammar: Grammar | None = None
    stored: frozenset[int] = frozenset()
    drafts: int = 1
    wording: Wording | None = None

    def __post_init__(self) -> None:
        if self.samples < 0:
            raise InvalidValue("samples of a prompt", value=self.samples, remedy="Sample at least 1, or 0 for a spare.")
        if self.drafts < 1:
            raise InvalidValue("drafts of an output", value=self.drafts, remedy="Write at least 1.")

    @property
    def is_spare(self) -> bool:
        return self.samples == 0


def free_tokens(order: Order, sampling: Sampling) -> int:
    """Tokens that a reply to an order may have before it is brought to its end: the sampling's, or what it needs."""
    return min(max(sampling.max_new_tokens, order.prompt.reply_tokens), MAX_NEW_TOKENS)


def reply_tokens(order: Order, sampling: Sampling) -> int:
    """Tokens that a reply to an order may have: the free ones, and what it then takes to end by the grammar."""
    return free_tokens(order, sampling) + (order.grammar.ending if order.grammar else 0)


@dataclass(frozen=True)
class Output:
    """One reply: which order of the call it answers, its place among that order's samples, its length in tokens.

    `input_tokens` are those of the prompt that were paid for with it; 0 where nobody counts them. `refusal` says why
    the teacher gave no reply to this one order, though it answers others; empty where it did. `others` are further
    drafts of the reply, the best first, for where `text` is of no use. `log_likelihood` is the sum of the
    log-probabilities that the teacher gave the tokens of `text`, before the grammar was held against them; None where
    it does not say.
    """

    order_index: int
    sample_index: int
    text: str
    tokens: int
    input_tokens: int = 0
    refusal: str = ""
    others: tuple[str, ...] = ()
    log_likelihood: float | None = None


@dataclass(frozen=True)
class TeacherCard:
    """Which teacher it was, for provenance.

    Attributes:
        name: as a person chose it; weights: the file, folder, hub name or server they came from.
        revision_or_hash: of those weights, or the name that a server gives its model; empty when not known.
        adapter: name of an adapter on top of them, if any.
        device, dtype: what it ran on ("cpu", "cuda:0", "remote") and in ("float32").
        server: what kind of server it says it is ("vllm", "llama.cpp", empty for any other); None for a teacher that
            runs here, and for a server that has not answered yet.
        takes_grammar: whether a grammar binds its replies; None while that hangs on what the server will say it is.
    """

    name: str
    weights: str
    revision_or_hash: str
    adapter: str | None
    device: str
    dtype: str
    server: str | None = None
    takes_grammar: bool | None = True


class Teacher(Protocol):
    """A model that answers orders.

    `sample` yields each output as soon as it is finished, in whatever order they finish; every sample
    of every order exactly once, save those that are stored, which may be left out; of a spare one or none.
    The same seed with the same orders and sampling gives the same outputs (from a server only as far as it
    keeps to the seed).
    Soon after `should_stop()` turns true (it is asked between tokens) the iterator ends, without the
    outputs that were not finished.

    Raises:
        InvalidValue: a prompt longer than the teacher can read.
        Unavailable: the teacher broke down (out of memory, gone).
    """

    @property
    def card(self) -> TeacherCard: ...

    def sample(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, should_stop: Callable[[], bool]
    ) -> Iterator[Output]: ...
