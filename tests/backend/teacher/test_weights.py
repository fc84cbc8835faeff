"""Converted weights are made once, whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.teacher import weights
from backend.teacher.weights import file_hash, is_sound, seal


def converted(gguf: Path, name: str, cache: Path) -> tuple[Path, str]:
    return weights.converted([gguf], name, cache, sha256=file_hash(gguf))


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF and so on")
    return file


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    made: list[Path] = []

    def convert(gguf: Path, folder: Path) -> None:
        made.append(folder)
        (folder / "model.safetensors").write_bytes(gguf.read_bytes()[::-1])

    monkeypatch.setattr(weights, "_convert", convert)
    return made


def test_weights_are_converted_once(gguf: Path, tmp_path: Path, conversions: list[Path]) -> None:
    cache = tmp_path / "new" / "cache"
    folder, digest = converted(gguf, "small", cache)
    assert converted(gguf, "small", cache) == (folder, digest)
    assert len(conversions) == 1
    assert digest == file_hash(gguf)
    assert folder.name == f"small-{digest[:16]}"
    assert list(cache.iterdir()) == [folder]


def test_other_weights_get_another_folder(gguf: Path, tmp_path: Path, conversions: list[Path]) -> None:
    first, _ = converted(gguf, "small", tmp_path / "cache")
    gguf.write_bytes(b"GGUF of another version")
    second, _ = converted(gguf, "small", tmp_path / "cache")
    assert first != second
    assert is_sound(first)
    assert is_sound(second)


@pytest.mark.parametrize("damage", ["truncated", "changed", "removed", "unsealed"])
def test_a_damaged_folder_is_made_anew(gguf: Path, tmp_path: Path, conversions: list[Path], damage: str) -> None:
    folder, _ = converted(gguf, "small", tmp_path / "cache")
    file = folder / "model.safetensors"
    whole = file.read_bytes()
    if damage == "truncated":
        file.write_bytes(whole[:3])
    elif damage == "changed":
        file.write_bytes(b"?" + whole[1:])
    elif damage == "removed":
        file.unlink()
    else:
        (folder / weights.MANIFEST).unlink()
    again, _ = converted(gguf, "small", tmp_path / "cache")
    assert again == folder
    assert file.read_bytes() == whole
    assert len(conversions) == 2


def test_a_conversion_that_fails_leaves_nothing_behind(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(gguf: Path, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(weights, "_convert", full_disk)
    with pytest.raises(Unavailable, match="No space left") as caught:
        converted(gguf, "small", tmp_path / "cache")
    assert str(tmp_path / "cache") in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_a_killed_conversion_left_is_taken_away(gguf: Path, tmp_path: Path, conversions: list[Path]) -> None:
    cache = tmp_path / "cache"
    left_over = cache / f".small-{file_hash(gguf)[:16]}-abc"
    left_over.mkdir(parents=True)
    (left_over / "model.safetensors").write_bytes(b"half")
    for path in (left_over / "model.safetensors", left_over):
        os.utime(path, (time.time() - weights.LEFT_OVER_SECONDS - 60,) * 2)
    folder, _ = converted(gguf, "small", cache)
    assert list(cache.iterdir()) == [folder]


def test_one_that_converts_leaves_another_that_is_at_it_alone(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []

    def while_another_converts_all_of_it(gguf: Path, making: Path) -> None:
        begun.append(making)
        if len(begun) == 1:
            converted(gguf, "small", tmp_path / "cache")
        (making / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(weights, "_convert", while_another_converts_all_of_it)
    folder, _ = converted(gguf, "small", tmp_path / "cache")
    assert len(begun) == 2
    assert list((tmp_path / "cache").iterdir()) == [folder]


def test_of_two_that_convert_at_once_the_first_stays(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache" / f"small-{file_hash(gguf)[:16]}"

    def while_another_finishes(gguf: Path, making: Path) -> None:
        (making / "model.safetensors").write_bytes(b"weights")
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"weights")
        seal(folder)

    monkeypatch.setattr(weights, "_convert", while_another_finishes)
    assert converted(gguf, "small", tmp_path / "cache")[0] == folder
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [folder.name]


def test_a_file_that_is_no_gguf_is_refused(gguf: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"model\.gguf"):
        converted(gguf, "small", tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_empty_manifest_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / weights.MANIFEST).write_text("{}")
    assert not is_sound(tmp_path)


def test_parts_are_joined_in_order_and_the_joined_file_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [tmp_path / "model.part0", tmp_path / "model.part1"]
    for part, content in zip(parts, (b"GGUF and", b" so on"), strict=True):
        part.write_bytes(content)
    read: list[bytes] = []

    def convert(gguf: Path, folder: Path) -> None:
        read.append(gguf.read_bytes())
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(weights, "_convert", convert)
    folder, digest = weights.converted(parts, "cut", tmp_path / "cache", sha256=file_hash(*parts))
    assert read == [b"GGUF and so on"]
    assert sorted(path.name for path in folder.iterdir()) == [weights.MANIFEST, "model.safetensors"]
    assert (weights.converted(parts, "cut", tmp_path / "cache", sha256=digest), len(read)) == ((folder, digest), 1)


@pytest.mark.parametrize("change", ["swapped", "damaged"])
def test_other_weights_than_expected_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    parts = [tmp_path / "model.part0", tmp_path / "model.part1"]
    for part in parts:
        part.write_bytes(part.name.encode())
    expected = file_hash(*parts)
    if change == "swapped":
        parts.reverse()
    else:
        parts[1].write_bytes(b"something else")
    monkeypatch.setattr(weights, "_convert", lambda gguf, folder: pytest.fail("read"))
    with pytest.raises(Unavailable, match=expected):
        weights.converted(parts, "cut", tmp_path / "cache", sha256=expected)
    assert not (tmp_path / "cache").exists()
