"""A teacher that runs on this machine through transformers: decoder-only or encoder-decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.grammar import Grammar
from backend.teacher.constraint import Constrainer
from backend.teacher.device import pick
from backend.teacher.encoding import encode, end_tokens, longest
from backend.teacher.packaged import Packaged, packaged_file
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard, reply_tokens
from backend.teacher.weights import converted, file_hash
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
        self._constrainer: Constrainer | None = None
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token or tokenizer.convert_ids_to_tokens(0)
        self._writer = Writer(self._model, tokenizer)

    @classmethod
    def open(
        cls, name: str, packaged: Packaged | None, *, cache: Path, device: str | None, dtype: str | None
    ) -> TransformersTeacher:
        """Load a packaged teacher, a folder or a hub name.

        Raises:
            Unavailable: no weights there, weights that are not safetensors, a model that needs code of its
                own, or a device or dtype that is not there.
        """
        chosen_device, chosen_dtype = pick(device, dtype)
        source, revision = name, ""
        if packaged:
            folder, revision = converted(packaged_file(packaged), packaged.name, cache)
            source = str(folder)
        elif Path(name).expanduser().is_dir():
            source = str(Path(name).expanduser())
        model, tokenizer = _load(name, source, chosen_dtype)
        try:
            model.to(chosen_device)
        except RuntimeError as error:  # CUDA's out-of-memory is one too
            raise Unavailable(f"teacher that does not fit on {chosen_device}: {error}", value=name) from error
        revision = revision or _revision(source, model)
        weights = packaged.file if packaged else source
        shown_dtype = str(chosen_dtype).removeprefix("torch.")
        return cls(model, tokenizer, TeacherCard(name, weights, revision, None, str(chosen_device), shown_dtype))

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
        places = [(order, sample) for order, given in enumerate(orders) for sample in range(given.samples)]
        rows = [order for order, _ in places]
        held = self._held([orders[order].grammar for order in rows], sampling)
        work = Work(prompts, rows, sampling, seed, self._ends, [limits[order] for order in rows], **held)
        try:
            for row in stream(self._writer, work, should_stop):
                yield Output(*places[row.index], *self._text(row.tokens))
        except RuntimeError as error:
            raise Unavailable(
                f"teacher that broke down: {error}",
                value=self._card.name,
                where=self._card.device,
                remedy="Ask for fewer outputs at once or shorter prompts, or choose a smaller teacher.",
            ) from error

    def _text(self, tokens: list[int]) -> tuple[str, int]:
        length = next((at + 1 for at, token in enumerate(tokens) if token in self._ends), len(tokens))
        return self._tokenizer.decode(tokens[:length], skip_special_tokens=True).strip(), length

    def _held(self, grammars: Sequence[Grammar | None], sampling: Sampling) -> dict[str, Any]:
        """What holds rows to their grammars, as part of the work."""
        if not any(grammars):
            return {}
        if self._constrainer is None:
            width = self._model.get_output_embeddings().weight.shape[0]
            self._constrainer = Constrainer(self._tokenizer, width, self._ends)
        make = self._constrainer.matcher
        matchers = [make(grammar, sampling.max_new_tokens) if grammar else None for grammar in grammars]
        return {"constrainer": self._constrainer, "matchers": matchers}

    def _require_fits(self, prompt: list[int], limit: int) -> None:
        written = 0 if self._model.config.is_encoder_decoder else limit
        if self._longest and len(prompt) + written > self._longest:
            raise InvalidValue(
                f"prompt of {len(prompt)} tokens and {written} for the reply, more than this teacher's {self._longest}",
                value=self._card.name,
                remedy="Show fewer examples, shorten slot descriptions, or choose another teacher.",
            )


def _load(name: str, source: str, dtype: Any) -> tuple[Any, Any]:
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # nobody watches a worker's terminal; pages show the job's phase
    try:
        config = AutoConfig.from_pretrained(source, trust_remote_code=False)
        loader = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=False)
        model = loader.from_pretrained(source, dtype=dtype, use_safetensors=True, trust_remote_code=False)
    except Exception as error:  # what a folder of foreign files raises has no common class
        raise Unavailable(
            f"teacher that cannot be loaded: {_first_line(error)}",
            value=name,
            where=_looked_in(source),
            remedy=_remedy(source),
        ) from error
    return model, tokenizer


def _looked_in(source: str) -> str:
    if Path(source).is_dir():
        return f"folder {source}"
    from huggingface_hub import constants

    return f"hub {constants.ENDPOINT} and cache {constants.HF_HUB_CACHE}"


def _remedy(source: str) -> str:
    if Path(source).is_dir():
        return (
            "It needs config.json, a tokenizer and weights as .safetensors (.bin files are refused: loading them "
            "can run code)."
        )
    return (
        "Check the name and the network, sign in if the model asks for it, or fetch it elsewhere and give its folder. "
        "Its weights must be .safetensors and it must need no code of its own."
    )


def _revision(source: str, model: Any) -> str:
    folder = Path(source)
    if folder.is_dir():
        return file_hash(folder / "config.json", *sorted(folder.glob("*.safetensors")))
    return getattr(model.config, "_commit_hash", None) or ""


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__).rstrip(".")
