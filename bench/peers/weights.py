"""The shipped teacher as others load it: merged and saved for transformers, and its LoRA as GGUF for llama.cpp."""

from __future__ import annotations

import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

from backend.teacher.adapter import WEIGHTS, adapter_of
from backend.teacher.device import pick
from backend.teacher.loading import load, load_base
from backend.teacher.weights import file_hash
from bench.peers.environment import run, tell


def merged_folder(name: str, cache: Path, work: Path) -> Path:
    """A folder with the teacher's adapter merged into its base, in the dtype that our teacher runs in here.

    Its generation settings end a reply at a line break too, so that nobody writes on behind it.

    Args:
        cache: folder of converted weights. work: where it is made, unless it is there.

    Raises:
        Unavailable: a teacher that cannot be loaded.
    """
    _, dtype = pick("cpu", None)
    adapter = adapter_of(name)
    digest = file_hash(adapter.folder / WEIGHTS)[:16] if adapter else "untuned"
    folder = work / f"merged-{digest}-{str(dtype).removeprefix('torch.')}"
    if not (folder / "config.json").is_file():
        tell(f"Writing {name} as a folder for transformers, {folder} ...")
        shutil.rmtree(folder, ignore_errors=True)
        loaded = load(name, cache, dtype)
        ends = {loaded.tokenizer.eos_token_id, *_breaks(loaded.tokenizer)}
        loaded.model.generation_config.eos_token_id = sorted(ends)
        making = folder.with_suffix(".making")
        loaded.model.save_pretrained(making)
        loaded.tokenizer.save_pretrained(making)
        making.rename(folder)
    return folder


def lora_gguf(name: str, cache: Path, archive: Path, work: Path) -> Path | None:
    """The teacher's adapter as GGUF, written by llama.cpp's own converter; None for a teacher without one.

    Args:
        archive: source of llama-cpp-python, which holds llama.cpp's.

    Raises:
        Unavailable: a base that cannot be loaded, or what the converter said.
    """
    adapter = adapter_of(name)
    if adapter is None:
        return None
    made = work / f"lora-{file_hash(adapter.folder / WEIGHTS)[:16]}.gguf"
    if not made.is_file():
        tell(f"Writing the adapter as GGUF, {made} ...")
        source = work / "llama-cpp-source"
        if not source.is_dir():
            _unpack(archive, source)
        base = load_base(adapter.base, cache, None).model.name_or_path
        making = made.with_suffix(".making")
        converter: list[str | Path] = [sys.executable, source / "convert_lora_to_gguf.py", "--outtype", "f16"]
        run([*converter, "--outfile", making, "--base", base, adapter.folder])
        making.rename(made)
    return made


def _unpack(archive: Path, to: Path) -> None:
    making = to.with_name(f"{to.name}.making")
    with tarfile.open(archive) as held:
        top = f"{archive.name.removesuffix('.tar.gz')}/vendor/llama.cpp"
        members = [one for one in held.getmembers() if one.name.startswith(f"{top}/") and one.name.endswith(".py")]
        held.extractall(making, members=members, filter="data")
    (making / top).rename(to)
    shutil.rmtree(making)


def _breaks(tokenizer: Any) -> list[int]:
    """Ids of the tokens that begin with a line break and hold nothing else."""
    texts = tokenizer.batch_decode([[token] for token in range(len(tokenizer))])
    return [token for token, text in enumerate(texts) if text and not text.strip() and "\n" in text]
