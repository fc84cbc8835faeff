"""File names out of project names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.utterance import Utterance
from backend.formats.export import write_export
from backend.formats.file_name import safe_stem
from backend.formats.record import Record


@pytest.mark.parametrize(
    ("wanted", "stem"),
    [
        ("Lights 2", "Lights-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\boot.ini", "C-boot.ini"),
        (".hidden", "hidden"),
        ("", "export"),
        ("...", "export"),
        ("nul.txt", "_nul.txt"),
        ("a\0b\nc", "a-b-c"),
        ("東京 の", "東京-の"),
        ("मौसम", "मौसम"),
    ],
)
def test_a_stem_is_made_so(wanted: str, stem: str) -> None:
    assert safe_stem(wanted) == stem


@given(st.text(max_size=300))
def test_a_stem_is_one_plain_component_that_every_disk_takes(wanted: str) -> None:
    stem = safe_stem(wanted)
    assert stem
    assert not set(stem) & set('/\\:*?"<>|\0\n ')
    assert not stem.startswith((".", "-"))
    assert len(stem.encode("utf-8")) <= 121
    assert safe_stem(stem) == stem


def test_an_export_never_leaves_its_folder(tmp_path: Path) -> None:
    record = Record(Utterance("hello", "Greet"), "seed")
    result = write_export([record], tmp_path, stem="../../etc/<b>passwd", format="jsonl", filters={})
    assert result.path == tmp_path / "etc-b-passwd.jsonl"
