"""The card of a tuned teacher: for programs (teachset.json) and for people (README.md)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.teacher.adapter import CARD
from backend.teacher.weights import file_hash
from prompts.template import template

if TYPE_CHECKING:
    from backend.teacher.tuning.run import Tuning


OVER = "target tokens"
"""What the held-out loss is the mean over; of a card that does not say it, over batches of whatever size."""


@dataclass(frozen=True)
class Provenance:
    """What a run learnt of itself: the base's hash, what it computed on and in, and for how many seconds."""

    base_hash: str
    device: str
    dtype: str
    seconds: float


def write_card(tuning: Tuning, how: Provenance, state: Any, out: Path) -> None:
    """Write both cards beside the weights in `out`; that for programs last and whole: it says that all is done.

    Args:
        state: the Trainer's state at the end of the run.
    """
    card = _card(tuning, how, state, out)
    (out / "README.md").write_text(_readable(card), encoding="utf-8")
    making = out / f".{CARD}"
    making.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    making.replace(out / CARD)


def curve(history: list[dict[str, Any]]) -> list[dict[str, float]]:
    """Step, loss and held-out loss, as far as each was measured, in the order of the steps.

    >>> curve([{"step": 5, "loss": 2.0, "epoch": 0.1}, {"step": 5, "eval_loss": 1.5}, {"step": 9, "train_runtime": 3}])
    [{'step': 5, 'loss': 2.0, 'held_out_loss': 1.5}]
    """
    points: dict[int, dict[str, float]] = {}
    for entry in history:
        for theirs, ours in (("loss", "loss"), ("eval_loss", "held_out_loss")):
            if theirs in entry:
                point = points.setdefault(entry["step"], {"step": entry["step"]})
                point[ours] = round(entry[theirs], 4)
    return [points[step] for step in sorted(points)]


def _card(tuning: Tuning, how: Provenance, state: Any, out: Path) -> dict[str, Any]:
    points = curve(state.log_history)
    measured = [point["held_out_loss"] for point in points if "held_out_loss" in point]
    return {
        "base": tuning.base,
        "base_hash": how.base_hash,
        "methods": [method.name for method in tuning.methods],
        "style": "tuned",
        "templates": {name: template(name).sha256 for method in tuning.methods for name in method.tuned_templates},
        "data": {
            "files": tuning.sources,
            "licence": tuning.licence,
            "sha256": tuning.data.sha256,
            "teaching": len(tuning.data.teaching),
            "measuring": len(tuning.data.measuring),
            "excluded_intents": list(tuning.data.excluded),
            "excluded_words": list(tuning.data.excluded_words),
            "intents": tuning.data.counts,
            "languages": list(tuning.data.teaching.languages),
            "translated": len(tuning.data.teaching.parallel),
        },
        "settings": asdict(tuning.settings),
        "result": {
            "held_out_loss": min(measured, default=None),
            "held_out_loss_over": OVER,
            "steps": state.global_step,
            "of_steps": state.max_steps,
            "seconds_since_last_start": round(how.seconds),
            "device": how.device,
            "dtype": how.dtype,
        },
        "curve": points,
        "weights": {file.name: file_hash(file) for file in sorted(out.glob("*.safetensors"))},
        "versions": {name: version(name) for name in ("torch", "transformers", "peft")},
        "date": datetime.now(UTC).date().isoformat(),
    }


def _readable(card: dict[str, Any]) -> str:
    data, result, settings = card["data"], card["result"], card["settings"]
    kind = "all weights" if settings["full"] else f"LoRA, rank {settings['rank']}, on every linear layer"
    excluded = ", ".join(data["excluded_intents"]) or "none"
    words = ", ".join(data["excluded_words"]) or "none"
    files = "\n".join(f"- {name}: SHA-256 {digest}" for name, digest in data["files"].items())
    points = "\n".join(
        f"| {point['step']:.0f} | {point.get('loss', '')} | {point['held_out_loss']} |"
        for point in card["curve"]
        if "held_out_loss" in point
    )
    methods = ", ".join(f"`{name}`" for name in card["methods"])
    return f"""# {card["base"]} tuned for {methods}

Made by `cli.py tune` on {card["date"]}. {kind}; prompts of the style `{card["style"]}`.

## Data

{files}

{data["teaching"]} utterances to learn from, {data["measuring"]} held out; {len(data["intents"])} intents;
languages: {", ".join(data["languages"])}; excluded intents: {excluded};
excluded words: {words}.
Licence and source: {data["licence"] or "not stated"}.

## Result

Held-out loss {result["held_out_loss"]}: mean cross-entropy over all {OVER} held out,
after {result["steps"]} of {result["of_steps"]} steps, on {result["device"]} in {result["dtype"]}.
The loss beside it is the mean over the batches learnt from since the one above, each a mean over its {OVER}.

| step | loss | held-out loss |
| --- | --- | --- |
{points}

All settings, hashes and versions: `{CARD}`.
"""
