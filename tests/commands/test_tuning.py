"""`cli.py tune` before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine import Store
from tests.commands.running import run


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("smollm2-135m-linguist", "Tune its base: smollm2-135m-instruct"),
        ("openai:m@http://127.0.0.1:9/v1", "cannot be tuned"),
        ("none", "cannot be tuned"),
    ],
)
def test_what_cannot_be_tuned_is_refused_before_a_folder_is_made(
    store: Store, tmp_path: Path, base: str, says: str
) -> None:
    out = tmp_path / "tuned"
    assert says in run("tune", "--base", base, "--out", str(out), code=1)["error"]
    assert not out.exists()
