"""A run's folder: whose it is, and the checkpoint from which a run that was killed goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.domain.errors import Conflict, Unavailable

CHECKPOINTS = "checkpoints"
RUN = "run.json"
TRAINER_STATE = "trainer_state.json"


def claim(out: Path, run: Mapping[str, Any]) -> None:
    """Make the folder a run's own.

    Args:
        run: everything that decides what comes out of it, as JSON has it.

    Raises:
        Conflict: it holds another run, or something else.
    """
    this = json.loads(json.dumps(run))
    note = out / RUN
    held = _written(note)
    if held is not None and held != this:
        raise Conflict(
            "folder that holds another tuning run", value=str(out), remedy="Give another folder, or empty it."
        )
    if held is None and out.is_dir() and any(path != note for path in out.iterdir()):
        raise Conflict("folder that is not empty", value=str(out), remedy="Give another folder, or empty it.")
    out.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(this, sort_keys=True), encoding="utf-8")


def last_checkpoint(out: Path) -> Path | None:
    """The last whole checkpoint of the run in a folder; None where there is none."""
    # The state is what a checkpoint is finished with.
    whole = [folder for folder in (out / CHECKPOINTS).glob("checkpoint-*") if _written(folder / TRAINER_STATE)]
    return max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)


def is_bare(out: Path) -> bool:
    """Whether a folder is that of a run that has nothing to lose: no whole checkpoint yet, and no result."""
    try:
        names = {one.name for one in out.iterdir()}
        return RUN in names and names <= {RUN, CHECKPOINTS} and last_checkpoint(out) is None
    except OSError:  # it is not there
        return False


def clear_checkpoints(out: Path) -> None:
    """Remove the checkpoints of a run that is done."""
    shutil.rmtree(out / CHECKPOINTS, ignore_errors=True)


def _written(file: Path) -> Any:
    """What a JSON file holds; None where there is none, or the half of one that a run left when it was killed."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def go_on(trainer: Any, out: Path, *, what: str, base: str, device: str) -> None:
    """Train from the last checkpoint of the run in a folder, or from the beginning.

    Args:
        what: "tuning" or "training", for the error. base, device: what is trained, and on what; likewise.

    Raises:
        Unavailable: it broke down.
    """
    last = last_checkpoint(out)
    try:
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    except RuntimeError as error:
        raise Unavailable(
            f"{what} that broke down: {error}",
            value=base,
            where=device,
            remedy="Use smaller batches or a smaller base, and begin again: it goes on from its checkpoint.",
        ) from error
