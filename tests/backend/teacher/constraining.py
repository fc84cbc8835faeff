"""Grammars of small requests, and models with random opinions that are held to them."""

from __future__ import annotations

from typing import Any

from backend.domain.grammar import Grammar
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include
from backend.methods import method
from backend.teacher.constraint import Constrainer
from backend.teacher.constraint_matcher import Matcher

END, PAD_TO = 1, 7


LABELS = ((1, "city"), (2, "day"), *((number, f"s{number}") for number in range(3, 9)))


def prompt(*asked: Include, style: str = "tuned") -> Prompt:
    return Prompt((Message("completion", "abc"),), "fly", "en", LABELS, asked, (), f"linguist/{style}", "h")


def grammar(*asked: Include, style: str = "tuned") -> Grammar:
    return method("linguist").grammar(prompt(*asked, style=style))


ANY_CITY_ON_A_DAY = (Include("city"), Include("day", "é東"))


def constrainer(tokenizer: Any) -> Constrainer:
    return Constrainer(tokenizer, len(tokenizer) + PAD_TO, [END])


def drawn(
    made: Constrainer, matcher: Matcher, width: int, seed: int, liked: dict[int, float] | None = None
) -> list[int]:
    """Tokens that a model with random opinions writes, its end left out."""
    import torch

    opinions = torch.Generator().manual_seed(seed)
    tokens: list[int] = []
    while True:
        logits = torch.randn(1, width, generator=opinions)
        for token, bonus in (liked or {}).items():
            logits[0, token] += bonus
        made.mask(logits, [matcher])
        token = int(torch.multinomial(logits.softmax(-1), 1, generator=opinions))
        if token == END:
            return tokens
        matcher.consume(token)
        tokens.append(token)


def text_of(tokenizer: Any, tokens: list[int]) -> str:
    return tokenizer.decode(tokens, skip_special_tokens=True)
