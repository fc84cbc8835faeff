"""From a packaged GGUF file, whole or in parts, to a folder of safetensors, once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from backend.domain.errors import Unavailable

MANIFEST = "converted.json"
_ASSEMBLED = "assembled.gguf"

LEFT_OVER_SECONDS = 3600.0
"""An unfinished folder in which nothing changed for so long is nobody's: to convert takes a minute or two."""


def file_hash(*paths: Path) -> str:
    """SHA-256 of the contents of files, one after the other, hexadecimal."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def converted(parts: Sequence[Path], name: str, cache: Path, *, sha256: str) -> tuple[Path, str]:
    """The folder that holds a GGUF file as safetensors, made now if it is not there; and the GGUF's SHA-256.

    The folder's name holds that hash, so other weights never share it. It is written under another
    name, flushed, and moved when complete; one whose files differ from its manifest is made anew.

    Args:
        parts: of the GGUF file, in order; sha256: of the whole of them, as it must be.

    Raises:
        Unavailable: other weights than those expected, a file that cannot be read as a model, or a cache that
            cannot be written.
    """
    shown = str(parts[0])
    try:
        digest = file_hash(*parts)
        if digest != sha256:
            raise Unavailable(
                f"weights of {name} that are not the expected ones: SHA-256 {digest} instead of {sha256}",
                where=shown,
                remedy="Nothing of them was loaded. Remove their Python package and install it again.",
            )
        folder = cache / f"{name}-{digest[:16]}"
        if not is_sound(folder):
            cache.mkdir(parents=True, exist_ok=True)
            _make(parts, folder)
    except OSError as error:
        raise Unavailable(
            f"weights that cannot be converted: {error}",
            value=shown,
            where=str(cache),
            remedy="Make room there, or set another folder for converted weights.",
        ) from error
    return folder, digest


def is_sound(folder: Path) -> bool:
    """Whether the folder's manifest is there and each of its files is as it says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest) and all(file_hash(folder / name) == digest for name, digest in manifest.items())
    except (OSError, ValueError, AttributeError):
        return False


def _make(parts: Sequence[Path], folder: Path) -> None:
    for other in folder.parent.glob(f".{folder.name}-*"):
        if _is_left_over(other):
            shutil.rmtree(other, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        whole = making / _ASSEMBLED
        _convert(_assembled(parts, whole), making)
        whole.unlink(missing_ok=True)
        seal(making)
        if folder.exists() and not is_sound(folder):
            shutil.rmtree(folder)
        try:
            making.rename(folder)
        except OSError:
            # Another process was first: what it made is as good, if it is sound.
            if not is_sound(folder):
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _is_left_over(making: Path) -> bool:
    """Whether an unfinished folder is of a process that was killed; several may share the cache and be at it now."""
    try:
        changed = max(path.stat().st_mtime for path in (making, *making.iterdir()))
    except OSError:  # it was moved or removed meanwhile
        return False
    return time.time() - changed > LEFT_OVER_SECONDS


def _assembled(parts: Sequence[Path], whole: Path) -> Path:
    """The one file that there is, or all of them joined as `whole`."""
    if len(parts) == 1:
        return parts[0]
    with whole.open("wb") as file:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)
    return whole


def seal(folder: Path) -> None:
    """Write the manifest of a folder's files, and have all of it on the disk before it is moved."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps({path.name: file_hash(path) for path in files}, indent=1), encoding="utf-8")
    for path in (*files, manifest):
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _convert(gguf: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
        read = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
    except Exception as error:  # what a broken file raises has no common class
        raise Unavailable(
            f"GGUF file that cannot be read: {error}", value=str(gguf), remedy="Install gguf and the package again."
        ) from error
    config = read.config
    # The weights are plain numbers by now, but as long as the config calls them quantized they cannot be saved.
    if hasattr(config, "quantization_config"):
        delattr(config, "quantization_config")
    plain = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    plain.load_state_dict(read.state_dict())
    plain.generation_config = read.generation_config
    plain.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
