"""A student as one ONNX file, for whoever serves it without PyTorch."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from backend.domain.errors import Conflict, TeachsetError, Unavailable
from backend.students.encoding import Encoded, encode, padded
from backend.students.student import Scores, Student
from backend.students.tokens import student_tokens

TOLERANCE = 1e-3
"""Most that a logit may differ from PyTorch's."""

SAMPLES = (
    "yes",
    "wake me at half past six, please",
    "is there anything to eat near the station that is still open now?",
)
_PACKAGES = ("onnx", "onnxruntime")


def export_onnx(student: Student, path: Path, *, samples: Sequence[str] = SAMPLES) -> float:
    """Write `path`, and have onnxruntime say the same as PyTorch on samples of several lengths.

    Inputs are input_ids and attention_mask (rows × sub-tokens, int64), outputs the logits `intents` (rows ×
    intents) and `tags` (rows × sub-tokens × tags). The file's metadata names the student and its labels; the tags
    become spans by `backend.students.decoding`.

    Returns:
        The largest difference of a logit.

    Raises:
        Conflict: the file is there. Unavailable: a package that is not installed, or a model that cannot be exported.
        TeachsetError: the exported model says something else; the file is not left behind.
    """
    if path.exists():
        raise Conflict("file that is there already", value=str(path), remedy="Give another name.")
    _require_packages()
    encoded = encode([student_tokens(text) for text in samples], student.tokenizer, student.longest)
    try:
        _write(student, encoded, path)
        found = [_difference(student, batch, path) for batch in (encoded, *([one] for one in encoded))]
        worst = float(np.max(found))  # unlike `max`, it does not lose what is no number
    except TeachsetError:
        raise
    except Exception as error:  # the exporter's and the runtime's have no common class
        path.unlink(missing_ok=True)
        raise Unavailable(f"student that cannot be exported: {error}", value=student.uid) from error
    if not worst <= TOLERANCE:
        path.unlink()
        raise TeachsetError("exported student whose logits differ from PyTorch's by", value=worst, where=str(path))
    return worst


def _write(student: Student, encoded: Sequence[Encoded], path: Path) -> None:
    import onnx
    import torch

    given = padded(encoded, student.tokenizer.pad_token_id or 0)
    free = {0: "rows", 1: "sub_tokens"}
    with warnings.catch_warnings():
        # Of the tracing exporter, which needs a seventh of the newer one's time and no further package; what it
        # could get wrong, lengths that were traced as constants, the comparison on several lengths would show.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            student.model.to("cpu"),
            (given["input_ids"], given["attention_mask"]),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["intents", "tags"],
            dynamic_axes={"input_ids": free, "attention_mask": free, "intents": {0: "rows"}, "tags": free},
            dynamo=False,
        )
    written = onnx.load(path)
    about = {"uid": student.uid, "labels": asdict(student.labels)}
    onnx.helper.set_model_props(written, {"teachset": json.dumps(about, ensure_ascii=False)})
    onnx.save(written, path)


def _difference(student: Student, batch: Sequence[Encoded], path: Path) -> float:
    ours, theirs = student.scores(batch), onnx_scores(path, batch, student.tokenizer.pad_token_id or 0)
    return float(np.max([np.abs(one - other).max() for one, other in zip(ours, theirs, strict=True)]))


def onnx_scores(path: Path, batch: Sequence[Encoded], pad: int) -> Scores:
    """An exported student's logits for one batch, from onnxruntime on the CPU."""
    import onnxruntime

    session: Any = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = padded(batch, pad)
    feed = {name: given[name].numpy() for name in ("input_ids", "attention_mask")}
    return Scores(*session.run(["intents", "tags"], feed))


def _require_packages() -> None:
    from importlib.util import find_spec

    lacking = [name for name in _PACKAGES if find_spec(name) is None]
    if lacking:
        raise Unavailable(
            "export to ONNX needs a package that is not installed",
            value=", ".join(lacking),
            remedy="Install it: .venv/bin/pip install -r requirements-onnx.txt -c requirements-lock.txt.",
        )
