"""What a semantic-parsing student is measured by while it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend.students.model import TIE_BREAK
from backend.teacher.tuning.encoding import IGNORED

if TYPE_CHECKING:
    import torch


def parses_wrong(model: Any, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
    """Share of the texts of whose parse any token is not the likeliest after those before it; the loss breaks ties.

    The others are what the model would write, were it held to nothing and to write the likeliest.
    """
    import torch

    labels = inputs["labels"]
    logits = model(**inputs).logits
    if not model.config.is_encoder_decoder:
        logits, labels = logits[:, :-1], labels[:, 1:]
    wanted = labels != IGNORED
    loss = torch.nn.functional.cross_entropy(logits[wanted].float(), labels[wanted])
    wrong = ((logits.argmax(-1) != labels) & wanted).any(-1).float().mean()
    # Rounded, so that a loss that hardly falls any more does not keep a run from ending.
    return wrong + TIE_BREAK * (loss / (1 + loss)).round(decimals=2)
