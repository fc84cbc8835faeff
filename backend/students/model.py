"""The joint model: an encoder with a head for the intent and one for the tags."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.domain.errors import Unavailable
from backend.loading_lock import loading_weights
from backend.students.packaged import DEFAULT_ENCODER, packaged_encoder

if TYPE_CHECKING:
    import torch


TIE_BREAK = 1e-4
"""Most that a loss adds to a share of utterances: less than a single one of 10,000."""

_ANY_LENGTH = 1 << 20
_OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "mpnet")


def open_encoder(name: str) -> tuple[Any, Any]:
    """Load an encoder in float32 on the CPU: (model, tokenizer).

    Args:
        name: of the packaged one, a folder, or of the hub.

    Raises:
        Unavailable: none there, weights that are not safetensors, code of its own, or no encoder.
    """
    import torch

    source = str(packaged_encoder() if name == DEFAULT_ENCODER else Path(name).expanduser())
    source = source if Path(source).is_dir() else name
    try:
        with loading_weights:
            from transformers import AutoModel, AutoTokenizer
            from transformers.utils import logging

            logging.disable_progress_bar()
            tokenizer = _word_tokenizer(AutoTokenizer, source)
            model = AutoModel.from_pretrained(
                source, dtype=torch.float32, use_safetensors=True, trust_remote_code=False
            )
    except Exception as error:  # what a folder of foreign files raises has no common class
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Unavailable(
            f"encoder that cannot be loaded: {said.rstrip('.')}",
            value=name,
            remedy="Check its name and the network, or give a folder with config.json, a tokenizer and weights as "
            ".safetensors (.bin files are refused: loading them can run code).",
        ) from error
    if model.config.is_encoder_decoder or not tokenizer.is_fast:
        raise Unavailable(
            "model that is no encoder with a fast tokenizer", value=name, remedy="Use one such as XLM-R or BERT."
        )
    return model, tokenizer


def longest_of(encoder: Any, tokenizer: Any) -> int:
    """Sub-tokens that an encoder can read at once."""
    positions = getattr(encoder.config.get_text_config(), "max_position_embeddings", None) or _ANY_LENGTH
    # Encoders of RoBERTa's family number their positions from behind the padding's own number.
    offset = tokenizer.pad_token_id + 1 if encoder.config.model_type in _OFFSET_POSITIONS else 0
    return min(positions - offset, tokenizer.model_max_length)


def joint_model(encoder: Any, *, intents: int, tags: int, pooling: str, dropout: float = 0.0) -> Any:
    """An encoder with fresh heads.

    Called with input_ids and attention_mask (rows × sub-tokens), it returns the logits of intents
    (rows × intents) and of tags (rows × sub-tokens × tags).
    """
    return _joint_class()(encoder, intents, tags, pooling, dropout)


def joint_loss(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean cross-entropy of the intents plus that of the tags of first sub-tokens, each utterance by its weight."""
    intents, tags = model(inputs["input_ids"], inputs["attention_mask"])
    return _loss(intents, tags, inputs)


def _loss(intents: torch.Tensor, tags: torch.Tensor, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    import torch

    weights, wanted = inputs["weights"], inputs["tags"] >= 0
    of_intents = torch.nn.functional.cross_entropy(intents.float(), inputs["intents"], reduction="none")
    of_tags = torch.nn.functional.cross_entropy(tags.float()[wanted], inputs["tags"][wanted], reduction="none")
    by_token = weights[:, None].expand_as(wanted)[wanted]
    return (of_intents * weights).sum() / weights.sum() + (of_tags * by_token).sum() / by_token.sum().clamp(min=1e-6)


def frames_wrong(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """Share of the utterances whose intent, or any of whose tags, is not the likeliest; the loss, tiny, breaks ties.

    On SNIPS the loss was at its best long before the frames were, as it comes to punish confidence.
    """
    intents, tags = model(inputs["input_ids"], inputs["attention_mask"])
    tags_right = ((tags.argmax(-1) == inputs["tags"]) | (inputs["tags"] < 0)).all(-1)
    right = (intents.argmax(-1) == inputs["intents"]) & tags_right
    loss = _loss(intents, tags, inputs)
    # Rounded, so that a loss that hardly falls any more does not keep a run from ending.
    return 1 - right.float().mean() + TIE_BREAK * (loss / (1 + loss)).round(decimals=2)


def _word_tokenizer(loader: Any, source: str) -> Any:
    """A tokenizer that takes words; byte-level ones only do so when they put a space before the first."""
    tokenizer = loader.from_pretrained(source, trust_remote_code=False)
    try:
        tokenizer(["a"], is_split_into_words=True)
    except (AssertionError, ValueError):
        return loader.from_pretrained(source, trust_remote_code=False, add_prefix_space=True)
    return tokenizer


@cache
def _joint_class() -> type:
    import torch

    class JointModel(torch.nn.Module):
        def __init__(self, encoder: Any, intents: int, tags: int, pooling: str, dropout: float) -> None:
            super().__init__()
            width = encoder.config.get_text_config().hidden_size
            self.encoder = encoder
            self.pooling = pooling
            self.dropout = torch.nn.Dropout(dropout)
            self.intent_head = torch.nn.Linear(width, intents)
            self.tag_head = torch.nn.Linear(width, tags)

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            if self.pooling == "cls":
                pooled = states[:, 0]
            else:
                seen = attention_mask[:, :, None].to(states.dtype)
                pooled = (states * seen).sum(1) / seen.sum(1)
            return self.intent_head(self.dropout(pooled)), self.tag_head(self.dropout(states))

    return JointModel
