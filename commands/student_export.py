"""A student in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.students.onnx_export import export_onnx as write_onnx
from backend.students.student import load_student
from commands.console import AsJson, say


def export_onnx(
    student: Annotated[Path, typer.Argument(help="A folder that `train` wrote.")],
    file: Annotated[Path, typer.Argument(help="The new ONNX file.")],
    as_json: AsJson = False,
) -> None:
    """Write a student as one ONNX file, checked against PyTorch's logits."""
    opened = load_student(student, device="cpu")
    worst = write_onnx(opened, file)
    result = {"student": opened.uid, "file": str(file), "largest_difference": worst}
    say(as_json, result, f"Wrote {file}; its logits differ from PyTorch's by {worst:.1e} at most.")
