"""One training run: from utterances to the folder of a student."""

from __future__ import annotations

import math
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from backend.domain.errors import Conflict, Unavailable
from backend.students.card import HEADS, WEIGHTS, write_card
from backend.students.data import StudentData
from backend.students.dealing import passes, weighted
from backend.students.encoding import Encoded, encode_labelled, padded
from backend.students.model import frames_wrong, joint_loss, joint_model, longest_of, open_encoder
from backend.students.settings import StudentSettings
from backend.students.storing import storing
from backend.students.vocabulary import vocabulary_of
from backend.students.written import card_of_run, share_right
from backend.teacher.device import pick
from backend.teacher.seeding import seed_all
from backend.teacher.tuning.encoding import batches
from backend.teacher.tuning.trainer import arguments, trainer_class
from backend.teacher.tuning.watch import Progress as Watched
from backend.teacher.tuning.watch import watch_callback

CHECKPOINTS = "checkpoints"
_MEASURING_TOKENS = 4096


@dataclass(frozen=True)
class Training:
    """Everything that decides what comes out of a run.

    Attributes:
        sources: name → SHA-256 of what the data was read from, for the card.
        uid: of the student.
        device: "cpu", "cuda", …; None takes CUDA where there is CUDA.
    """

    data: StudentData
    settings: StudentSettings = field(default_factory=StudentSettings)
    sources: Mapping[str, str] = field(default_factory=dict)
    uid: str = field(default_factory=lambda: str(uuid.uuid4()))
    device: str | None = None


@dataclass(frozen=True)
class Progress:
    """How far a run is: steps done and to do; what was measured last, nan before.

    Attributes:
        loss: of the utterances that teach. frame_accuracy: share of the held-out ones with all labels right.
    """

    step: int
    steps: int
    loss: float = math.nan
    frame_accuracy: float = math.nan


def train(
    training: Training,
    out: Path,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Train a student, and write it into `out`; False, and nothing there, when it was stopped before.

    Raises:
        Conflict: `out` is not empty.
        Unavailable: the encoder cannot be loaded, training broke down, or the disk is full; nothing is there then.
    """
    if out.is_dir() and any(out.iterdir()):
        raise Conflict("folder that is not empty", value=str(out), remedy="Give another folder, or empty it.")
    seed_all(training.settings.seed)
    run = _Run(training, out)
    started, done = time.monotonic(), False
    try:
        with storing(out):
            state = run.fit(progress, should_stop)
            if should_stop():
                return False
            run.save()
            write_card(out, run.card(state, time.monotonic() - started))
            done = True
    except RuntimeError as error:
        raise Unavailable(
            f"training that broke down: {error}",
            value=training.settings.encoder,
            remedy="Use smaller batches or a smaller encoder.",
        ) from error
    finally:
        shutil.rmtree(out / CHECKPOINTS if done else out, ignore_errors=True)
    return True


class _Run:
    """A model that is being trained."""

    def __init__(self, training: Training, out: Path) -> None:
        settings = training.settings
        self.training, self.out = training, out
        self.device, self.dtype = pick(training.device, settings.dtype)
        encoder, self.tokenizer = open_encoder(settings.encoder)
        labels = training.data.labels
        self.model = joint_model(
            encoder,
            intents=len(labels.intents),
            tags=len(labels.tags),
            pooling=settings.pooling,
            dropout=settings.dropout,
        )
        self.longest = min(settings.longest, longest_of(encoder, self.tokenizer))

    def fit(self, progress: Callable[[Progress], None], should_stop: Callable[[], bool]) -> Any:
        """Train; the model then has the weights that were best on what is held out. Returns the Trainer's state."""
        from transformers import PrinterCallback

        settings, data = self.training.settings, self.training.data
        pad = self.tokenizer.pad_token_id or 0
        teaching = encode_labelled(data.teaching, data.labels, self.tokenizer, self.longest)
        measuring = encode_labelled(data.measuring, data.labels, self.tokenizer, self.longest)
        steps = self._dealt(teaching)

        def tell(now: Watched) -> None:
            progress(Progress(now.step, now.steps, now.loss, share_right(now.held_out_loss)))

        with vocabulary_of(self.model.encoder, {pad, *(id_ for one in (*teaching, *measuring) for id_ in one.ids)}):
            trainer = trainer_class(self.dtype, joint_loss, frames_wrong)(
                model=self.model,
                args=self._arguments(len(steps), measured=bool(measuring)),
                train_dataset=steps,
                eval_dataset=batches(measuring, _MEASURING_TOKENS, Random(0)) or None,  # noqa: S311
                data_collator=lambda items: padded(items[0], pad),
                callbacks=[watch_callback(tell, should_stop, settings.patience)],
            )
            trainer.remove_callback(PrinterCallback)  # it would print every loss to the output of a command
            trainer.train()
        return trainer.state

    def save(self) -> None:
        """Write encoder, heads and tokenizer."""
        from safetensors.torch import save_file

        model = self.model.to("cpu").eval()
        model.encoder.save_pretrained(self.out)
        self.tokenizer.save_pretrained(self.out)
        heads = {name: value for name, value in model.state_dict().items() if not name.startswith("encoder.")}
        save_file(heads, self.out / HEADS)

    def card(self, state: Any, seconds: float) -> dict[str, Any]:
        how = {"seconds": round(seconds), "device": str(self.device), "dtype": str(self.dtype).removeprefix("torch.")}
        return card_of_run(self.training, state, how, {name: self.out / name for name in WEIGHTS})

    def _dealt(self, encoded: list[Encoded]) -> list[list[Encoded]]:
        """The batches of all passes, one after the other."""
        settings = self.training.settings
        rng = Random(settings.seed)  # noqa: S311 - an order, no secret
        if settings.balance == "weights":
            encoded = weighted(encoded, 1.0)
        evenness = 1.0 if settings.balance == "sampling" else 0.0
        steps_of_one = len(batches(encoded, settings.batch_tokens, Random(0)))  # noqa: S311
        count = max(settings.passes, math.ceil(settings.least_steps / steps_of_one))
        return [
            batch
            for shown in islice(passes(encoded, evenness, rng), count)
            for batch in batches(shown, settings.batch_tokens, rng)
        ]

    def _arguments(self, steps: int, *, measured: bool) -> Any:
        settings = self.training.settings
        unmeasured = {"eval_strategy": "no", "save_strategy": "no", "load_best_model_at_end": False}
        return arguments(
            self.out / CHECKPOINTS,
            steps=steps,
            learning_rate=settings.learning_rate,
            warmup=settings.warmup,
            evaluations=settings.evaluations,
            seed=settings.seed,
            device=self.device,
            checkpoints=1,
            save_only_model=True,
            optim="adamw_torch_fused",  # a third of a step goes into the optimiser otherwise
            train_sampling_strategy="sequential",
            **({} if measured else unmeasured),
        )
