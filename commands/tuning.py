"""Tuning a teacher."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from backend.datasets.annotated import read_annotated
from backend.methods import method as method_of
from backend.teacher.catalogue import check_name
from backend.teacher.packaged import UNTUNED_TEACHER
from backend.teacher.tuning.data import split as held_out_split
from backend.teacher.tuning.run import Tuning
from backend.teacher.tuning.run import tune as run_tuning
from backend.teacher.tuning.settings import TuneSettings
from backend.teacher.tuning.watch import Progress
from commands.console import AsJson, say
from commands.sources import named_sources
from commands.terms import Agree, ask_to_agree
from jobs.settings import settings as settings_of
from jobs.tuning import check_base

USUAL_METHOD = "linguist"


def tune(
    out: Annotated[Path, typer.Option(help="A new folder, or that of a run that was stopped: it goes on.")],
    data: Annotated[
        list[Path] | None, typer.Option(help="Annotated utterances, in any format of `import`; may be repeated.")
    ] = None,
    parsed_data: Annotated[
        list[Path] | None, typer.Option(help="The same with parses instead of slots; may be repeated.")
    ] = None,
    split: Annotated[str, typer.Option(help="Only the JSON lines whose field `split` says so.")] = "",
    pair_by: Annotated[
        str, typer.Option(help="The field that JSON lines of several languages share where they say the same: `id`.")
    ] = "",
    language: Annotated[str, typer.Option(help="Of the lines that name none.")] = "en",
    exclude_intent: Annotated[
        list[str] | None, typer.Option(help="Not for the teacher to see; may be repeated.")
    ] = None,
    exclude_word: Annotated[
        list[str] | None, typer.Option(help="No utterance with it, such as an assistant's name; may be repeated.")
    ] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="What to tune for, linguist alone when left out; may be repeated.")
    ] = None,
    base: Annotated[str, typer.Option(help="A packaged teacher, a folder or a hub name.")] = UNTUNED_TEACHER,
    full: Annotated[bool, typer.Option("--full", help="Tune all weights instead of LoRA.")] = False,
    rank: int = TuneSettings.rank,
    alpha: int = TuneSettings.alpha,
    learning_rate: float = TuneSettings.learning_rate,
    passes: int = TuneSettings.passes,
    batch_tokens: int = TuneSettings.batch_tokens,
    longest: Annotated[int, typer.Option(help="Tokens of a lesson; what is over is cut off.")] = TuneSettings.longest,
    held_out: float = TuneSettings.held_out,
    evaluations: int = TuneSettings.evaluations,
    patience: int = TuneSettings.patience,
    seed: int = 0,
    device: str = "",
    dtype: str = "",
    licence: Annotated[str, typer.Option(help="Of the data, for the card.")] = "",
    agree: Agree = False,
    as_json: AsJson = False,
) -> None:
    """Tune a teacher on annotated utterances; a run that was stopped goes on when it is begun again."""
    check_name(base)
    ask_to_agree(base, given=agree)
    check_base(base, settings_of())
    given = [(path, parses) for parses, paths in ((False, data), (True, parsed_data)) for path in paths or []]
    files = [
        read_annotated(path, language=language, split=split or None, parses=parses, pair_by=pair_by or None)
        for path, parses in given
    ]
    how = TuneSettings(
        full=full, rank=rank, alpha=alpha, learning_rate=learning_rate, passes=passes, batch_tokens=batch_tokens,
        longest=longest, held_out=held_out, evaluations=evaluations, patience=patience, dtype=dtype or None, seed=seed,
    )  # fmt: skip
    order = Tuning(
        base=base,
        cache=settings_of().weights_dir,
        methods=tuple(method_of(name) for name in dict.fromkeys(method or [USUAL_METHOD])),
        data=held_out_split(
            [utterance for file in files for utterance in file.utterances],
            exclude_intent or [],
            how.held_out,
            [key for file in files for key in file.keys],
            exclude_word or [],
        ),
        settings=how,
        sources=named_sources([path for path, _parses in given], [file.sha256 for file in files]),
        licence=licence,
        device=device or settings_of().device or None,
    )
    refused = sum(len(file.refused) for file in files)
    typer.echo(f"{len(order.data.teaching)} utterances to learn from, {refused} lines left out.", err=True)
    done = run_tuning(order, out, progress=_show_progress)
    result = {
        "out": str(out),
        "finished": done,
        "methods": [one.name for one in order.methods],
        "utterances": len(order.data.teaching),
        "refused": refused,
    }
    say(as_json, result, f"Tuned: choose {out} as a teacher.")


def _show_progress(now: Progress) -> None:
    ends = "\r" if sys.stderr.isatty() else "\n"
    if sys.stderr.isatty() or now.step % 10 == 0 or now.step == now.steps:
        loss = f"step {now.step} of {now.steps}, loss {now.loss:.3f}, held-out loss {now.held_out_loss:.3f} "
        typer.echo(loss + ends, err=True, nl=False)
