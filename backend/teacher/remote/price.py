"""What a job costs: tokens, counted or estimated, at a price. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.prompt import Prompt
from backend.teacher.protocol import Order, Sampling, reply_tokens

TOKENS_PER_MESSAGE = 4
"""What a chat template puts around a turn, roughly."""

_ONE_TOKEN_EACH = (
    *((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai, Lao, Tibetan, Burmese, Khmer
    *((0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),  # Chinese, Japanese, Korean
)
_LATIN_ENDS = 0x0250
_TOKENS_PER_LATIN_LETTER = 0.25
_TOKENS_PER_OTHER_LETTER = 0.5


@dataclass(frozen=True)
class Price:
    """Of a million tokens, in whatever currency the person has in mind; 0 or more."""

    input: float
    output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """
        >>> Price(0.5, 2.0).of(1_000_000, 250_000)
        1.0
        """
        return (input_tokens * self.input + output_tokens * self.output) / 1e6


@dataclass(frozen=True)
class Estimate:
    """What a request may come to, before it is sent.

    Attributes:
        prompts, outputs: how many. input_tokens: with every prompt sent once for all of its outputs.
        most_input_tokens: with every prompt sent once for each output, as some servers need it.
        most_output_tokens: with every output as long as it may get.
        cost, most_cost: for input_tokens and for the most, each with the most output; None without prices.
    """

    prompts: int
    outputs: int
    input_tokens: int
    most_input_tokens: int
    most_output_tokens: int
    cost: float | None = None
    most_cost: float | None = None

    @property
    def text(self) -> str:
        """In words, with how it was estimated.

        >>> print(Estimate(5, 20, 900, 3600, 1280, 0.0021, 0.0048).text)
        5 prompts, 20 outputs: about 900 to 3,600 input tokens, at most 1,280 output tokens; costs at most 0.0021 to \
0.0048. Tokens are estimated from the characters; the lower figure holds where the server takes several outputs of a \
prompt at once.
        """
        inputs = _span(f"{self.input_tokens:,}", f"{self.most_input_tokens:,}")
        costs = "; the cost is not known without prices"
        if self.cost is not None and self.most_cost is not None:
            costs = f"; costs at most {_span(amount(self.cost), amount(self.most_cost))}"
        both = "; the lower figure holds where the server takes several outputs of a prompt at once"
        return (
            f"{self.prompts:,} prompts, {self.outputs:,} outputs: about {inputs} input tokens, "
            f"at most {self.most_output_tokens:,} output tokens{costs}. "
            f"Tokens are estimated from the characters{both if ' to ' in inputs else ''}."
        )


def estimated(orders: Sequence[Order], sampling: Sampling, price: Price | None, outputs: int | None = None) -> Estimate:
    """Estimate a request from its orders, or from the first of them.

    Args:
        outputs: of the whole request, which is taken to go on as the orders begin; theirs when None.
    """
    orders = [order for order in orders if not order.is_spare]
    lengths = [prompt_tokens(order.prompt) for order in orders]
    given = sum(order.samples for order in orders)
    most = sum(length * order.samples for length, order in zip(lengths, orders, strict=True))
    written = sum(reply_tokens(order, sampling) * order.samples for order in orders)
    share = (outputs or given) / given
    prompts, *tokens = (math.ceil(share * count) for count in (len(orders), sum(lengths), most, written))
    costs = [price.of(read, tokens[2]) if price else None for read in tokens[:2]]
    return Estimate(prompts, outputs or given, *tokens, *costs)


def prompt_tokens(prompt: Prompt) -> int:
    """About how many tokens a prompt has."""
    return sum(text_tokens(message.content) + TOKENS_PER_MESSAGE for message in prompt.messages)


def text_tokens(text: str) -> int:
    """About how many tokens a text has, without a tokenizer: four Latin letters to one, fewer of other scripts.

    >>> text_tokens("play some jazz please"), text_tokens("播放爵士乐")
    (6, 5)
    """
    return math.ceil(sum(map(_tokens_of, text)))


def amount(cost: float) -> str:
    """A cost with as many decimals as it takes.

    >>> amount(12.3456), amount(0.00123), amount(0)
    ('12.35', '0.0012', '0.00')
    """
    if 0 < cost < 1e-4:
        return "less than 0.0001"
    return f"{cost:,.2f}" if cost >= 0.1 or cost == 0 else f"{cost:.4f}"


def _tokens_of(letter: str) -> float:
    code = ord(letter)
    if code < _LATIN_ENDS:
        return _TOKENS_PER_LATIN_LETTER
    if any(first <= code <= last for first, last in _ONE_TOKEN_EACH):
        return 1.0
    return _TOKENS_PER_OTHER_LETTER


def _span(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"
