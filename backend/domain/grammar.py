"""What a reply may be, exactly: one description, given in the notations of those that hold a model to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from backend.domain.expression import Expression
from backend.domain.expression_sizes import farthest, holds_shared, longest, shortest
from backend.domain.grammar_regex import regex
from backend.domain.grammar_rules import gbnf, lark


@dataclass(frozen=True)
class Grammar:
    """The language of the replies to one prompt: finite, so that a constrained reply always ends.

    Attributes:
        reply: its description.

    The notations below are made when they are first asked for. All say the same language.
    """

    reply: Expression

    @cached_property
    def regex(self) -> str:
        """One regular expression for the whole reply, read alike by Python's `re` and by Rust's `regex`.

        Parts in any order make it grow: 6 distinct ones to about 600 times a part, 8 to 6,700 times. The
        other notations grow to 2 to the power of their number at most. Shared parts are written out at every
        place here, and once in the others: do not ask for this one where labels nest deeply.
        """
        return regex(self.reply)

    @cached_property
    def gbnf(self) -> str:
        """llama.cpp's notation, which xgrammar and so vLLM read as well; the rule to start with is `root`."""
        return gbnf(self.reply)

    @cached_property
    def lark(self) -> str:
        """llguidance's notation, without its rule `start`; the reply is the rule `reply`."""
        return lark(self.reply)

    @cached_property
    def max_characters(self) -> int:
        """Characters of the longest reply."""
        return longest(self.reply)

    @cached_property
    def ending(self) -> int:
        """Tokens within which a reply can be ended from any point of it, whatever the tokenizer.

        A token holds a byte at least, and a character or an escape may have been begun.
        """
        return (farthest(self.reply) if holds_shared(self.reply) else shortest(self.reply)) + 8
