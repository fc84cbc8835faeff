"""transformers' Trainer, with a loss of our own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.teacher.tuning.encoding import IGNORED, Encoded

if TYPE_CHECKING:
    import torch

    Loss = Callable[[Any, dict[str, torch.Tensor]], torch.Tensor]

MOST_LOGITS = 1 << 27
"""Logits that a loss holds at once: half a gigabyte of float32, several times that with their gradient.

A vocabulary of 50,000 tokens fits 2,700 targets in, one of 262,000 (Gemma) 512.
"""

_ROUNDING = 0.05
"""How far the head's logits may be off the model's, as a share of how far these are spread."""


def padded(batch: Sequence[Encoded], pad: int) -> dict[str, torch.Tensor]:
    """Right-padded tensors of one batch: input_ids, attention_mask, labels."""
    import torch

    width, label_width = max(len(one.ids) for one in batch), max(len(one.labels) for one in batch)
    return {
        "input_ids": torch.tensor([[*one.ids, *[pad] * (width - len(one.ids))] for one in batch]),
        "attention_mask": torch.tensor([[1] * len(one.ids) + [0] * (width - len(one.ids)) for one in batch]),
        "labels": torch.tensor([[*one.labels, *[IGNORED] * (label_width - len(one.labels))] for one in batch]),
    }


def loss_for(model: Any) -> Loss:
    """The loss of a model, without any adapter: `target_loss`, or its own where its logits are more than its head's.

    Some scale them (Granite, Cohere, MiniCPM) or cap them (Gemma 2) afterwards; whether one does is found by trying.
    """
    config = model.config
    if config.is_encoder_decoder or getattr(config.get_text_config(), "final_logit_softcapping", None):
        return own_loss
    return target_loss if _is_scored_by_head(model) else own_loss


def own_loss(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean cross-entropy of the target tokens, as the model itself computes it."""
    loss: torch.Tensor = model(**inputs).loss
    return loss


def target_loss(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """The same of a decoder-only model whose logits are its head's.

    They are computed at target positions alone: most positions are prompt, and the vocabulary is the widest
    layer there is. Where they are too many to be held at once they are computed piece by piece, and once more for
    the gradient.
    """

    plain = model.get_base_model() if hasattr(model, "get_base_model") else model
    states = plain.get_decoder()(
        input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], use_cache=False
    ).last_hidden_state
    labels, wanted = inputs["labels"][:, 1:], _targets(model, inputs)
    return _mean_loss(plain.get_output_embeddings(), states[:, :-1][wanted], labels[wanted])


def _targets(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """Where the labels that are predicted are targets; a decoder-only model does not predict the first."""
    labels = inputs["labels"]
    return (labels if model.config.is_encoder_decoder else labels[:, 1:]) != IGNORED


def _is_scored_by_head(model: Any) -> bool:
    import torch

    ids, was_training = torch.tensor([[0, 1]], device=model.device), model.training
    model.eval()
    with torch.no_grad():
        expected = model(input_ids=ids, use_cache=False).logits.float()
        states = model.get_decoder()(input_ids=ids, use_cache=False).last_hidden_state
        off = model.get_output_embeddings()(states).float() - expected
    model.train(was_training)
    return bool(off.norm() <= _ROUNDING * (expected - expected.mean()).norm())


def _mean_loss(head: Any, states: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of targets × width, never with more than `MOST_LOGITS` logits at once."""
    import torch
    from torch.utils.checkpoint import checkpoint

    def summed(some: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(head(some).float(), of, reduction="sum")

    rows = max(1, MOST_LOGITS // head.weight.shape[0])
    if len(labels) <= rows:
        return summed(states, labels) / len(labels)
    pieces = zip(states.split(rows), labels.split(rows), strict=True)
    losses = [checkpoint(summed, some, of, use_reentrant=False) for some, of in pieces]
    return torch.stack(losses).sum() / len(labels)


def trainer_class(dtype: torch.dtype, loss_of: Loss = target_loss, held_out_loss_of: Loss | None = None) -> type:
    """The Trainer to tune with, computing in `dtype`; made when needed, since transformers is slow to import.

    Args:
        held_out_loss_of: what is measured on held-out batches, a mean over a batch's rows; when None it is `loss_of`,
            a mean over target tokens. What is measured is the mean over all rows, or target tokens, held out; the
            loss that is noted meanwhile is the mean over the batches learnt from since it was noted last.
    """
    import torch
    from transformers import Trainer

    class TargetTrainer(Trainer):
        """Takes one ready batch an item, and the loss from `loss_of`."""

        def compute_loss(
            self,
            model: Any,
            inputs: dict[str, Any],
            return_outputs: bool = False,
            num_items_in_batch: Any = None,  # noqa: ARG002 - the Trainer's name; a batch is never accumulated here
        ) -> torch.Tensor | tuple[torch.Tensor, dict[str, torch.Tensor]]:
            # Weights that learn stay in float32: the Trainer's own autocast wraps `forward`, which is passed by here.
            with torch.autocast(self.args.device.type, dtype=dtype, enabled=dtype != torch.float32):
                loss = (loss_of if model.training or not held_out_loss_of else held_out_loss_of)(model, inputs)
            return (loss, {"loss": loss.detach()}) if return_outputs else loss

        def prediction_step(self, model: Any, inputs: dict[str, Any], *_: Any, **__: Any) -> tuple[Any, None, None]:
            with torch.no_grad():
                loss: Any = self.compute_loss(model, self._prepare_inputs(inputs))
            # The Trainer takes the mean of what it is given, and batches differ in size: the mean of one comes as often
            # as there is something that it is the mean of, so that every row, or every target token, counts alike.
            count = len(inputs["input_ids"]) if held_out_loss_of else int(_targets(model, inputs).sum())
            return loss.repeat(count), None, None

    return TargetTrainer


def arguments(
    folder: Path,
    *,
    steps: int,
    learning_rate: float,
    warmup: float,
    evaluations: int,
    seed: int,
    device: torch.device,
    checkpoints: int = 2,
    **more: Any,
) -> Any:
    """The Trainer's arguments for a run of ready batches that measures `evaluations` times and keeps the best weights.

    Args:
        steps: batches of the run; warmup: share of them until `learning_rate` is reached; it falls to 0 linearly.
        checkpoints: how many stay in `folder` while it runs. more: further
            TrainingArguments, or others than these.
    """
    from transformers import TrainingArguments

    every = max(1, steps // evaluations)
    usual: dict[str, Any] = {
        "per_device_train_batch_size": 1,  # an item is a batch already
        "per_device_eval_batch_size": 1,
        "num_train_epochs": 1,
        "warmup_steps": max(1, round(warmup * steps)),
        "lr_scheduler_type": "linear",
        "max_grad_norm": 1.0,
        "eval_strategy": "steps",
        "eval_steps": every,
        "save_strategy": "steps",
        "save_steps": every,
        "save_total_limit": checkpoints,
        "load_best_model_at_end": True,
        "metric_for_best_model": "eval_loss",
        "greater_is_better": False,
        "logging_steps": max(1, every // 5),
        "report_to": [],
        "disable_tqdm": True,
        "remove_unused_columns": False,
        "use_cpu": device.type == "cpu",
        "dataloader_pin_memory": False,
    }
    return TrainingArguments(output_dir=str(folder), learning_rate=learning_rate, seed=seed, **(usual | more))
