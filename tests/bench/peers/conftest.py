"""A file as that of SNIPS, of our own writing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

DISHES = ("soup", "rice", "bread", "stew", "pie", "tart", "salad", "curry", "noodles", "beans", "fish", "cake")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of benchmark data, with one intent of twelve utterances."""
    folder = tmp_path / "snips"
    folder.mkdir()
    with gzip.open(folder / "train.jsonl.gz", "wt", encoding="utf-8") as file:
        for dish in DISHES:
            row = {"intent": "order", "tokens": ["one", dish, "please"], "tags": ["O", "B-dish", "O"]}
            file.write(json.dumps(row) + "\n")
    return tmp_path
