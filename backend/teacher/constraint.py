"""Holding a model to a grammar while it writes: which tokens may come next.

Wraps llguidance: a grammar is compiled in milliseconds and masks are computed for all rows side by side.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.teacher.constraint_matcher import Matcher
from backend.teacher.constraint_tokens import llguidance_tokenizer, token_texts

if TYPE_CHECKING:
    import numpy
    import torch

_KEPT_GRAMMARS = 512
_FRAME = 'start: " "? reply "\\n"?\n'
"""A reply of the style `tuned` begins with a space and ends with a line break; one of a chat does neither."""


class Constrainer:
    """Masks the logits of a batch, each row by its own grammar.

    Args:
        tokenizer: of transformers, any kind.
        vocabulary: width of the logits.
        ends: ids of the tokens that end a reply.

    Raises:
        Unavailable: a tokenizer whose tokens cannot be read, or no end among them.
    """

    def __init__(self, tokenizer: Any, vocabulary: int, ends: Sequence[int]) -> None:
        from llguidance import LLExecutor

        self._tokenizer = llguidance_tokenizer(tokenizer, vocabulary, ends)
        self._executor = LLExecutor()
        self._vocabulary = vocabulary
        self.ends = [end for end in ends if end < vocabulary]
        self._compiled: OrderedDict[str, Any] = OrderedDict()
        self._soonest: list[numpy.ndarray] | None = None
        self._words = (self._tokenizer.vocab_size + 31) // 32
        ends_here = set(self.ends)
        self._ending = self._packed([token in ends_here for token in range(vocabulary)])
        self._drawn = self._packed([True] * vocabulary)  # a tokenizer may have tokens that the model has no logits for

    def matcher(self, grammar: Grammar, free: int | None = None) -> Matcher:
        """A matcher at the beginning of a reply.

        Args:
            free: tokens that may be drawn as the model likes. After them only such are allowed as end the
                reply the soonest, which takes `grammar.ending` tokens at most; so `free + grammar.ending`
                tokens hold any reply. None: the grammar alone says how long a reply may be.

        Raises:
            InvalidValue: a grammar that llguidance refuses.
        """
        return self.matcher_of(grammar.lark, free)

    def matcher_of(self, lark: str, free: int | None = None) -> Matcher:
        """A matcher of a grammar in llguidance's notation, whose reply is the rule `reply`; see `matcher`."""
        from llguidance import LLMatcher

        compiled = self._compiled.get(lark)
        if compiled is None:
            compiled = LLMatcher(self._tokenizer, _FRAME + lark, log_level=0)
            if compiled.is_error():
                raise InvalidValue(
                    f"grammar that cannot be compiled: {compiled.get_error().partition(chr(10))[0]}",
                    remedy="Switch the grammar off for this request.",
                )
            self._compiled[lark] = compiled
            if len(self._compiled) > _KEPT_GRAMMARS:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end(lark)
        return Matcher(compiled, self.ends, free)

    def mask(self, logits: torch.Tensor, matchers: Sequence[Matcher | None]) -> None:
        """Forbid, in place, every token that may not come next: -inf.

        A reply that its tokens cannot go on with (a character that the vocabulary cannot spell) may only end.

        Args:
            logits: [rows, vocabulary].
            matchers: one for each row; a row with None is left as it is.
        """
        import torch

        rows = [row for row, matcher in enumerate(matchers) if matcher is not None]
        if not rows:
            return
        packed = self.allowed([matchers[row] for row in rows])  # type: ignore[misc]
        forbidden = ~self._unpacked(packed, logits.device)
        if len(rows) == len(matchers):
            logits.masked_fill_(forbidden, float("-inf"))
        else:
            at = torch.tensor(rows, device=logits.device)
            logits[at] = logits[at].masked_fill(forbidden, float("-inf"))

    def allowed(self, matchers: Sequence[Matcher]) -> numpy.ndarray:
        """Which tokens may come next, ends alone where none may: a bit for each, matchers × 32-bit words."""
        import numpy

        packed = numpy.zeros((len(matchers), self._words), dtype=numpy.int32)
        going_on = [(matcher.inner, at) for at, matcher in enumerate(matchers) if not matcher.is_finished]
        if going_on:
            self._executor.unsafe_compute_mask_ptr(going_on, packed.ctypes.data, self._words * 4, len(matchers))
            packed &= self._drawn
        going = numpy.atleast_1d(packed.any(axis=1))
        for at, matcher in enumerate(matchers):
            goes_on = bool(going[at])
            if not goes_on:
                matcher.stop()
            if not goes_on or (matcher.must_end and matcher.may_end):
                packed[at] = self._ending
            elif matcher.must_end:
                packed[at] = self._only_soonest(packed[at])
        return packed

    def _unpacked(self, packed: numpy.ndarray, device: torch.device) -> torch.Tensor:
        """[matchers, vocabulary] of bool, on the device: only bits travel there."""
        import numpy
        import torch

        if device.type == "cpu":
            bits = numpy.unpackbits(packed.view(numpy.uint8), axis=1, bitorder="little")[:, : self._vocabulary]
            return torch.from_numpy(bits).view(torch.bool)
        words = torch.from_numpy(packed).to(device)
        each = words[:, :, None] >> torch.arange(32, dtype=torch.int32, device=device)
        return (each & 1).bool().flatten(1)[:, : self._vocabulary]

    def _only_soonest(self, allowed: numpy.ndarray) -> numpy.ndarray:
        """Of the allowed tokens, those that lead to the end of the reply the soonest."""
        if self._soonest is None:
            self._soonest = [self._packed(kind) for kind in self._soonest_first()]
        for kind in self._soonest:
            narrowed = allowed & kind
            if narrowed.any():
                return narrowed
        return allowed

    def _packed(self, are: Sequence[bool]) -> numpy.ndarray:
        """A bit for each token, as llguidance has them."""
        import numpy

        every = numpy.zeros(32 * self._words, dtype=bool)
        every[: len(are)] = are
        return numpy.packbits(every, bitorder="little").view(numpy.int32)

    def _soonest_first(self) -> list[list[bool]]:
        """What leads to the end: a bracket that closes, one that opens, the space before one, what a value may lack."""
        texts = token_texts(self._tokenizer, self._vocabulary)
        return [
            [text.removeprefix(" ")[:1] == "]" and text != " " for text in texts],
            [text.removeprefix(" ")[:1] == "[" and text != " " for text in texts],
            [text == " " for text in texts],
            [text[:1].isalnum() for text in texts],
        ]
