"""What is sent for a prompt, and what a server turned out not to take. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.prompt import Prompt
from backend.teacher.protocol import Order, Sampling, free_tokens, reply_tokens

_NAMED = re.compile(r"""['"`](n|seed|stop|max_tokens)['"`]""")
"""Servers put the name of a field that they refuse in quotes."""


@dataclass(frozen=True)
class Ask:
    """Samples of one order that are asked for in one request, at least one."""

    order_index: int
    samples: tuple[int, ...]

    def singly(self) -> list[Ask]:
        return [Ask(self.order_index, (sample,)) for sample in self.samples]


@dataclass(frozen=True)
class Habits:
    """What a server takes; begins with all of it, and learns from refusals, once it has answered what was left.

    Attributes:
        several: `n`, several outputs for one prompt. seed, stop: those fields.
        limit: how the bound on an output's tokens is called.
    """

    several: bool = True
    seed: bool = True
    stop: bool = True
    limit: str = "max_tokens"

    def learned(self, refusal: str, field: str, samples: int) -> Habits | None:
        """What to try without after a refused request; None when it was refused for something else.

        Args:
            refusal: the server's message. field: the field that it blames, where it says so.
            samples: how many the request asked for.
        """
        named = {field, *_NAMED.findall(refusal)}
        known = self
        if "max_tokens" in named and "max_completion_tokens" in refusal:
            known = replace(known, limit="max_completion_tokens")
        if "seed" in named:
            known = replace(known, seed=False)
        if "stop" in named:
            known = replace(known, stop=False)
        if known == self and samples > 1:
            # Some do not say what they dislike; of what we send, `n` is what the fewest know.
            known = replace(known, several=False)
        return None if known == self else known

    def and_of(self, other: Habits) -> Habits:
        """What the server takes where one learned this, and one that."""
        limit = other.limit if self.limit == Habits.limit else self.limit
        return Habits(self.several and other.several, self.seed and other.seed, self.stop and other.stop, limit)


def asks(orders: Sequence[Order], *, several: bool) -> list[Ask]:
    """The requests for all samples that are not stored yet."""
    wanted = []
    for index, order in enumerate(orders):
        samples = tuple(sample for sample in range(order.samples) if sample not in order.stored)
        if samples:
            ask = Ask(index, samples)
            wanted += [ask] if several else ask.singly()
    return wanted


def request(
    model: str, order: Order, ask: Ask, sampling: Sampling, seed: int, habits: Habits, grammar: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The path under the base URL, and the JSON body.

    Args:
        seed: of the whole batch; every request gets one of its own.
        grammar: fields that bind the reply, as the server takes them.
    """
    body: dict[str, Any] = {
        "model": model,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        habits.limit: reply_tokens(order, sampling) if grammar else free_tokens(order, sampling),
        **grammar,
    }
    if habits.seed:
        body["seed"] = request_seed(seed, ask)
    if len(ask.samples) > 1:
        body["n"] = len(ask.samples)
    prompt = order.prompt
    if is_completion(prompt):
        # A reply is one line. In a chat the end of the turn ends it, and some models begin with a line break.
        stop = {"stop": ["\n"]} if habits.stop and not grammar else {}
        return "completions", {**body, "prompt": prompt.messages[0].content, **stop}
    turns = [{"role": message.role, "content": message.content} for message in prompt.messages]
    return "chat/completions", {**body, "messages": turns}


def is_completion(prompt: Prompt) -> bool:
    """Whether the prompt is to be continued as it stands."""
    return len(prompt.messages) == 1 and prompt.messages[0].role == "completion"


def request_seed(seed: int, ask: Ask) -> int:
    """0 to 2**31 - 1, another one for every order and first sample."""
    digest = hashlib.sha256(f"{seed}/{ask.order_index}/{ask.samples[0]}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 1
