"""Exporting with a split by a command, and reading one side of it again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.running import run


def test_a_split_is_written_and_told(tmp_path: Path) -> None:
    run("project", "create", "lamp")
    run("schema", "lamp", "--intent", "lights_off")
    seeds = tmp_path / "seeds.txt"
    rooms = ("hall", "cellar", "attic", "kitchen", "office", "garage", "bath", "porch", "studio", "shed")
    seeds.write_text("".join(f"lights off in the {room}\n" for room in rooms), encoding="utf-8")
    run("import", "lamp", str(seeds), "--intent", "lights_off")
    said = run("export", "lamp", "--out", str(tmp_path / "out"), "--dev", "10", "--test", "20")
    assert said["split"] == {"dev": 1, "test": 2, "train": 7}
    rows = [json.loads(line) for line in Path(said["path"]).read_text(encoding="utf-8").splitlines()]
    assert sorted(row["split"] for row in rows) == ["dev", "test", "test", *["train"] * 7]
    assert "split" not in run("export", "lamp", "--out", str(tmp_path / "out"))
    refused = run("export", "lamp", "--out", str(tmp_path / "out"), "--dev", "95", code=1)
    assert "shares of a split" in refused["error"]
