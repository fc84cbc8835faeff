"""One training run: from utterances with parses to the folder of a student."""

from __future__ import annotations

import math
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from backend.domain.errors import InvalidValue
from backend.students.parsing.card import card_of_run, is_parser, named
from backend.students.parsing.data import ParserData
from backend.students.parsing.dealing import dealt
from backend.students.parsing.lessons import Reader
from backend.students.parsing.loss import parses_wrong
from backend.students.parsing.settings import ParserSettings
from backend.students.storing import storing
from backend.students.written import share_right
from backend.teacher.adapter import CARD
from backend.teacher.encoding import longest as longest_of
from backend.teacher.seeding import seed_all
from backend.teacher.tuning.encoding import Encoded, batches
from backend.teacher.tuning.model import Base, open_base, save_tuned, with_adapter
from backend.teacher.tuning.resuming import CHECKPOINTS, RUN, claim, go_on
from backend.teacher.tuning.stopping import Stopped, unless_stopped
from backend.teacher.tuning.trainer import arguments, loss_for, padded, trainer_class
from backend.teacher.tuning.watch import Progress as Watched
from backend.teacher.tuning.watch import require_learnt, watch_callback


@dataclass(frozen=True)
class ParserTraining:
    """Everything that decides what comes out of a run.

    Attributes:
        cache: where converted weights are. sources: name → SHA-256 of what the data was read from, for the card.
        uid: of the student. device: "cpu", "cuda", …; None takes CUDA where there is CUDA.
    """

    data: ParserData
    cache: Path
    settings: ParserSettings = field(default_factory=ParserSettings)
    sources: Mapping[str, str] = field(default_factory=dict)
    uid: str = field(default_factory=lambda: str(uuid.uuid4()))
    device: str | None = None


@dataclass(frozen=True)
class ParserProgress:
    """How far a run is: steps done and to do; what was measured last, nan before.

    Attributes:
        loss: of a token of the parses that teach. exact_match: share of the held-out texts whose parse is all right.
    """

    step: int
    steps: int
    loss: float = math.nan
    exact_match: float = math.nan


def train_parser(
    training: ParserTraining,
    out: Path,
    *,
    progress: Callable[[ParserProgress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Train a student, and write it into `out`; False when it was stopped before.

    A run that was killed or stopped goes on from its last checkpoint when it is begun again with the same data and
    settings.

    Raises:
        Conflict: `out` holds another run, or something else.
        Unavailable: the base cannot be loaded, training broke down, its held-out loss is no number, or the disk is
            full.
        InvalidValue: no text with its parse is short enough.
    """
    with storing(out):
        claim(out, {"kind": "parser", "data": training.data.sha256, "settings": asdict(training.settings)})
    if is_parser(out):  # it was killed when all but clearing up was done
        clear_up(out)
        return True
    settings = training.settings
    seed_all(settings.seed)
    try:
        base = unless_stopped(
            lambda: open_base(settings.base, training.cache, training.device, settings.tuning), should_stop
        )
    except Stopped:
        return False
    model = base.model if settings.full else with_adapter(base.model, settings.tuning)
    reader = Reader(base.tokenizer, bool(base.model.config.is_encoder_decoder))
    longest = min(settings.longest, longest_of(base.tokenizer, base.model) or settings.longest)
    teaching, measuring = (reader.encode(part, longest) for part in (training.data.teaching, training.data.measuring))
    if not teaching:
        raise InvalidValue("parses that are all longer than the model reads, in tokens", value=longest)
    order = Random(settings.seed)  # noqa: S311 - an order, no secret
    steps = dealt(teaching, settings.passes, settings.least_steps, settings.batch_tokens, order)
    trainer = _trainer(model, base, steps, measuring, out, settings)
    trainer.add_callback(watch_callback(_told(progress), should_stop, settings.patience))
    started = time.monotonic()
    with storing(out):
        go_on(trainer, out, what="training", base=settings.base, device=str(base.device))
        if should_stop():
            return False
        if measuring:
            require_learnt(trainer.state, what="training", base=settings.base)
        save_tuned(model, base.tokenizer, out, base=named(settings.base), full=settings.full)
    left_out = len(training.data.teaching) - len(teaching)
    sizes = {"left_out": left_out, "longest_parse": max(_written(one) for one in teaching), "longest": longest}
    card = card_of_run(training, base, sizes, trainer.state, time.monotonic() - started, out)
    card.write(out / CARD)
    clear_up(out)
    return True


def clear_up(out: Path) -> None:
    """Remove what a run goes on from; of one that has its card, the last thing that it needs."""
    shutil.rmtree(out / CHECKPOINTS, ignore_errors=True)
    (out / RUN).unlink(missing_ok=True)


def _trainer(
    model: Any,
    base: Base,
    steps: list[list[Encoded]],
    measuring: list[Encoded],
    out: Path,
    settings: ParserSettings,
) -> Any:
    from transformers import PrinterCallback

    unmeasured: dict[str, Any] = {"eval_strategy": "no", "load_best_model_at_end": False} if not measuring else {}
    trainer = trainer_class(base.dtype, loss_for(base.model), parses_wrong)(
        model=model,
        args=arguments(
            out / CHECKPOINTS,
            steps=len(steps),
            learning_rate=settings.learning_rate,
            warmup=settings.warmup,
            evaluations=settings.evaluations,
            seed=settings.seed,
            device=base.device,
            train_sampling_strategy="sequential",
            **unmeasured,
        ),
        train_dataset=steps,
        eval_dataset=batches(measuring, settings.batch_tokens, Random(0)) or None,  # noqa: S311 - an order
        data_collator=lambda items: padded(items[0], base.tokenizer.pad_token_id or 0),
    )
    trainer.remove_callback(PrinterCallback)  # it would print every loss to the output of a command
    return trainer


def _told(progress: Callable[[ParserProgress], None]) -> Callable[[Watched], None]:
    return lambda now: progress(ParserProgress(now.step, now.steps, now.loss, share_right(now.held_out_loss)))


def _written(one: Encoded) -> int:
    return sum(label >= 0 for label in one.labels)
