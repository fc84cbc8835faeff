"""A teacher that runs on this machine through transformers: decoder-only or encoder-decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.prompt import Prompt
from backend.teacher.constraint import Constrainer
from backend.teacher.device import pick
from backend.teacher.encoding import encode, end_tokens, longest
from backend.teacher.int8 import INT8, is_wanted, quantize
from backend.teacher.loading import load
from backend.teacher.plain_text import text_ids
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard, free_tokens, reply_tokens
from backend.teacher.suggestions import Suggestions
from backend.teacher.token_texts import TokenTexts
from backend.teacher.work import Work
from backend.teacher.writing import Writer, stream


class TransformersTeacher:
    """A model and its tokenizer, as a teacher (see the protocol)."""

    def __init__(self, model: Any, tokenizer: Any, card: TeacherCard) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._card = card
        self._ends = end_tokens(tokenizer, model)
        self._longest = longest(tokenizer, model)
        self._vocabulary = model.get_output_embeddings().weight.shape[0]
        self._constrainer: Constrainer | None = None
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token or tokenizer.convert_ids_to_tokens(0)
        self._writer = Writer(self._model, tokenizer)
        self._text_of = TokenTexts(tokenizer)

    @classmethod
    def open(cls, name: str, *, cache: Path, device: str | None, dtype: str | None) -> TransformersTeacher:
        """Load a packaged teacher, a folder, a hub name, or an adapter's folder.

        Raises:
            Unavailable: no weights there, weights that are not safetensors, a model that needs code of its
                own, or a device or dtype that is not there.
        """
        chosen_device, chosen_dtype = pick(device, "float32" if dtype == INT8 else dtype)
        in_int8 = is_wanted(name, chosen_device, chosen_dtype, dtype)
        loaded = load(name, cache, chosen_dtype)
        try:
            loaded.model.to(chosen_device)
        except RuntimeError as error:  # CUDA's out-of-memory is one too
            raise Unavailable(f"teacher that does not fit on {chosen_device}: {error}", value=name) from error
        shown_dtype = INT8 if in_int8 else str(chosen_dtype).removeprefix("torch.")
        card = TeacherCard(name, loaded.weights, loaded.revision, loaded.adapter, str(chosen_device), shown_dtype)
        teacher = cls(loaded.model, loaded.tokenizer, card)
        if in_int8:  # only now: whether the engine computes as the model does is found out to the last digit
            quantize(loaded.model)
        return teacher

    @property
    def card(self) -> TeacherCard:
        return self._card

    def sample(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, should_stop: Callable[[], bool]
    ) -> Iterator[Output]:
        """See the protocol. All samples of all orders run as one batch."""
        if not orders:
            return
        prompts = [encode(self._tokenizer, order.prompt.messages) for order in orders]
        limits = [reply_tokens(order, sampling) for order in orders]
        for prompt, limit in zip(prompts, limits, strict=True):
            self._require_fits(prompt, limit)
        of_spare = 1 if self._writer.tells_likelihood else 0
        counts = [of_spare if order.is_spare else order.samples for order in orders]
        places = [(order, sample) for order, count in enumerate(counts) for sample in range(count)]
        rows = [order for order, _ in places]
        held = self._held([orders[order] for order in rows], sampling)
        work = Work(
            prompts,
            rows,
            sampling,
            seed,
            self._ends,
            [limits[order] for order in rows],
            drafts=[orders[order].drafts for order in rows],
            suggestions=self._suggestions(orders) if sampling.wording else (),
            text_of=self._text_of,
            **held,
        )
        try:
            for row in stream(self._writer, work, should_stop):
                text, length = self._text(row.tokens)
                others = tuple(self._text(draft)[0] for draft in row.others)
                written = max(length, row.written)
                yield Output(*places[row.index], text, written, others=others, log_likelihood=row.log_likelihood)
        except RuntimeError as error:
            raise Unavailable(
                f"teacher that broke down: {error}",
                value=self._card.name,
                where=self._card.device,
                remedy="Ask for fewer outputs at once or shorter prompts, or choose a smaller teacher.",
            ) from error

    def judged(self, prompt: Prompt, reply: str) -> list[tuple[float, int]]:
        """For each token of a reply its log-probability, and the likeliest token there; of decoder-only models."""
        import torch

        before = encode(self._tokenizer, prompt.messages)
        tokens = text_ids(self._tokenizer, reply)
        with torch.inference_mode():
            given = torch.tensor([[*before, *tokens]], device=self._model.device)
            logits = self._model(input_ids=given, logits_to_keep=len(tokens) + 1).logits[0, :-1]
            likely = logits.float().log_softmax(-1)
        own = likely[range(len(tokens)), tokens]
        return list(zip(own.tolist(), likely.argmax(-1).tolist(), strict=True))

    def _text(self, tokens: list[int]) -> tuple[str, int]:
        length = next((at + 1 for at, token in enumerate(tokens) if token in self._ends), len(tokens))
        return self._tokenizer.decode(tokens[:length], skip_special_tokens=True).strip(), length

    def _suggestions(self, orders: Sequence[Order]) -> list[Suggestions | None]:
        """Of each order; nothing at all where none of them says how its examples are worded."""
        if not any(order.wording for order in orders):
            return []
        worded = [order.wording for order in orders]
        return [Suggestions(one, self._reply_ids, self._text_of) if one else None for one in worded]

    def _reply_ids(self, reply: str) -> list[int]:
        """A reply's tokens as they stand in a prompt, where a space is before it."""
        return text_ids(self._tokenizer, f" {reply}")

    def _held(self, rows: Sequence[Order], sampling: Sampling) -> dict[str, Any]:
        """What holds rows, each given as its order, to their grammars, as part of the work."""
        if not any(order.grammar for order in rows):
            return {}
        if self._constrainer is None:
            self._constrainer = Constrainer(self._tokenizer, self._vocabulary, self._ends)
        make = self._constrainer.matcher
        matchers = [make(order.grammar, free_tokens(order, sampling)) if order.grammar else None for order in rows]
        return {"constrainer": self._constrainer, "matchers": matchers}

    def _require_fits(self, prompt: list[int], limit: int) -> None:
        config = self._model.config
        places = getattr(config, "max_position_embeddings", None) if config.is_encoder_decoder else None
        if places and limit >= places:  # a decoder's start takes a place as well
            raise InvalidValue(
                f"reply of up to {limit} tokens, for which this teacher has {places} places",
                value=self._card.name,
                remedy="Ask for fewer slots or shorter outputs, or choose another teacher.",
            )
        written = 0 if config.is_encoder_decoder else limit
        if self._longest and len(prompt) + written > self._longest:
            raise InvalidValue(
                f"prompt of {len(prompt)} tokens and {written} for the reply, more than this teacher's {self._longest}",
                value=self._card.name,
                remedy="Show fewer examples, shorten slot descriptions, or choose another teacher.",
            )
