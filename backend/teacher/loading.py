"""Loading a model with transformers: a packaged teacher, a folder, a hub name, or an adapter on one of these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.errors import Unavailable
from backend.loading_lock import loading_weights
from backend.teacher.adapter import adapter_of, merged
from backend.teacher.packaged import packaged_teacher
from backend.teacher.weights import converted, file_hash


@dataclass(frozen=True)
class Loaded:
    """A model on the CPU, its tokenizer, and where they come from.

    Attributes:
        weights: file, folder or hub name of the base; revision: hash or commit of it, "" when unknown.
        adapter: name and hash of the adapter that was merged into it, if any.
    """

    model: Any
    tokenizer: Any
    weights: str
    revision: str
    adapter: str | None = None


def load(name: str, cache: Path, dtype: Any) -> Loaded:
    """Load the model of that name, with its adapter merged into it where it has one.

    Args:
        cache: folder for converted weights.

    Raises:
        Unavailable: no weights there, weights that are not safetensors, a model that needs code of its own,
            or an adapter that does not fit its base.
    """
    adapter = adapter_of(name)
    if adapter is None:
        return load_base(name, cache, dtype)
    base = load_base(adapter.base, cache, None)
    with loading_weights:
        model = merged(base.model, adapter)
    for weight in model.parameters():
        # Not `model.to`: it would round what must stay float32, such as the frequencies of rotary positions.
        weight.data = weight.data.to(dtype)
    return Loaded(model, base.tokenizer, base.weights, base.revision, adapter.shown)


def load_base(name: str, cache: Path, dtype: Any) -> Loaded:
    """Load a packaged teacher, a folder or a hub name as it is, without any adapter; dtype None is float32.

    Raises:
        Unavailable: as `load`.
    """
    import torch

    packaged = packaged_teacher(name)
    source, revision = name, ""
    with loading_weights:
        if packaged:
            weights = packaged.weights
            folder, revision = converted(weights.paths(name), packaged.base, cache, sha256=weights.sha256)
            source = str(folder)
        elif Path(name).expanduser().is_dir():
            source = str(Path(name).expanduser())
        model, tokenizer = _load(name, source, dtype or torch.float32)
    return Loaded(model, tokenizer, packaged.weights.file if packaged else source, revision or _revision(source, model))


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
