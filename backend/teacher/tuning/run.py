"""One tuning run: from utterances to a folder with an adapter and its card."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.methods import Method
from backend.teacher.adapter import tuned_card
from backend.teacher.seeding import seed_all
from backend.teacher.tuning.card import Provenance, write_card
from backend.teacher.tuning.data import TuneData
from backend.teacher.tuning.encoding import Encoded
from backend.teacher.tuning.model import Base, open_base, save_tuned, with_adapter
from backend.teacher.tuning.passes import Encoder, Passes
from backend.teacher.tuning.resuming import CHECKPOINTS, claim, clear_checkpoints, go_on
from backend.teacher.tuning.settings import TuneSettings
from backend.teacher.tuning.stopping import Stopped, unless_stopped
from backend.teacher.tuning.trainer import arguments, loss_for, padded, trainer_class
from backend.teacher.tuning.watch import Progress, require_learnt, watch_callback


@dataclass(frozen=True)
class Tuning:
    """Everything that decides what comes out of a run.

    Attributes:
        base: name of the teacher that is tuned; cache: where its converted weights are.
        methods: whose lessons every pass mixes, by name; at least one.
        sources: file name → SHA-256 of the files the data was read from. licence: of that data, for the card.
    """

    base: str
    cache: Path
    methods: tuple[Method, ...]
    data: TuneData
    settings: TuneSettings
    sources: dict[str, str]
    licence: str = ""
    device: str | None = None


def tune(
    tuning: Tuning,
    out: Path,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Tune, and write the adapter (or the whole model) and its card into `out`; False when it was stopped before.

    A run that was killed or stopped goes on from its last checkpoint when it is begun again with the same
    base, methods, data and settings; one that is done stays as it is.

    Raises:
        Conflict: `out` holds another run, or something else.
        Unavailable: the base cannot be loaded, training broke down, or its loss is no number any more.
        InvalidValue: a method that nothing in the data teaches, or no lesson that the base can read.
    """
    tuning.data.require_lessons(tuning.methods)
    claim(
        out,
        {
            "base": tuning.base,
            "methods": [method.name for method in tuning.methods],
            "data": tuning.data.sha256,
            "settings": vars(tuning.settings),
        },
    )
    if tuned_card(out):  # the last thing that a run writes
        clear_checkpoints(out)
        return True
    settings = tuning.settings
    seed_all(settings.seed)
    try:
        base = unless_stopped(lambda: open_base(tuning.base, tuning.cache, tuning.device, settings), should_stop)
        teaching, measuring = _encoded(tuning, base, should_stop)
    except Stopped:
        return False
    loss_of = loss_for(base.model)
    model = base.model if settings.full else with_adapter(base.model, settings)
    trainer = trainer_class(base.dtype, loss_of)(
        model=model,
        args=arguments(
            out / CHECKPOINTS,
            steps=len(teaching),
            learning_rate=settings.learning_rate,
            warmup=settings.warmup,
            evaluations=settings.evaluations,
            seed=settings.seed,
            device=base.device,
            train_sampling_strategy="sequential",  # batches come shuffled, and pass by pass
        ),
        train_dataset=teaching,
        eval_dataset=measuring,
        data_collator=lambda items: padded(items[0], base.tokenizer.pad_token_id or 0),
        callbacks=[watch_callback(progress, should_stop, settings.patience)],
    )
    started = time.monotonic()
    go_on(trainer, out, what="tuning", base=tuning.base, device=str(base.device))
    if should_stop():
        return False
    require_learnt(trainer.state, what="tuning", base=tuning.base)
    save_tuned(model, base.tokenizer, out, base=tuning.base, full=settings.full)
    how = Provenance(
        base.source_hash, str(base.device), str(base.dtype).removeprefix("torch."), time.monotonic() - started
    )
    write_card(tuning, how, trainer.state, out)
    clear_checkpoints(out)
    return True


def _encoded(tuning: Tuning, base: Base, should_stop: Callable[[], bool]) -> tuple[Passes, list[list[Encoded]]]:
    """The batches to learn from, and those to measure with.

    Raises:
        InvalidValue: no lesson that the base can read. Stopped: before all were read.
    """
    settings = tuning.settings
    encoder = Encoder(base.tokenizer, base.model, settings)

    def one_pass(number: int) -> list[list[Encoded]]:
        # Later ones are made between two steps, where a run that should stop keeps what it has learnt.
        stop = should_stop if number == 0 else lambda: False
        return encoder.batches(tuning.methods, tuning.data.teaching, settings.seed * 1000 + number, stop)

    teaching = Passes(one_pass, settings.passes)
    return teaching, encoder.batches(tuning.methods, tuning.data.measuring, settings.seed, should_stop)
