"""Which teachers there are by name, and how one is opened."""

from __future__ import annotations

import re
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.teacher.packaged import PACKAGED, packaged_file, packaged_teacher
from backend.teacher.protocol import Teacher
from backend.teacher.scripted import ScriptedTeacher
from backend.teacher.transformers_teacher import TransformersTeacher

SCRIPTED = "scripted:"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.\-]{0,95}/[A-Za-z0-9][\w.\-]{0,95}", re.ASCII)


def check_name(name: str) -> None:
    """Refuse a name that cannot be a teacher; cheap: nothing is loaded or fetched.

    Accepted are a packaged teacher's name, an existing folder with a config.json, a hub name
    `organisation/model`, and `scripted:FILE` with an existing file.

    Raises:
        Unavailable: anything else; says where it was looked for and what to type or install.
    """
    if name.startswith(SCRIPTED):
        ScriptedTeacher.from_file(_script(name))
        return
    packaged = packaged_teacher(name)
    if packaged:
        packaged_file(packaged)
        return
    folder = _folder(name)
    if name and folder is not None and folder.is_dir():
        if not (folder / "config.json").is_file():
            raise Unavailable(
                "folder without a config.json, so without a model",
                value=name,
                remedy="Choose the folder that holds config.json and the .safetensors files.",
            )
        return
    if not _HUB_NAME.fullmatch(name):
        known = ", ".join(one.name for one in PACKAGED)
        looked = f" ({folder.absolute()})" if folder else ""
        raise Unavailable(
            "unknown teacher",
            value=name,
            remedy=(
                f"It is neither a packaged teacher ({known}), nor a folder here{looked}, nor a hub name such as "
                "organisation/model. Type one of these."
            ),
        )


def open_teacher(name: str, *, cache: Path, device: str | None = None, dtype: str | None = None) -> Teacher:
    """Load the teacher of that name.

    Args:
        cache: folder for converted weights; made when missing.
        device: "cpu", "cuda" or "cuda:1"; None takes CUDA where there is one.
        dtype: "float32", "bfloat16" or "float16"; None takes bfloat16 where the device is fast in it.

    Raises:
        Unavailable: package not installed, folder without weights, hub name that cannot be fetched, no
            such device or dtype; says which name, where it was looked for and what to do.
    """
    check_name(name)
    if name.startswith(SCRIPTED):
        return ScriptedTeacher.from_file(_script(name))
    return TransformersTeacher.open(name, packaged_teacher(name), cache=cache, device=device, dtype=dtype)


def _folder(name: str) -> Path | None:
    """The folder of that name, whether it is there or not; None where no folder can be called so."""
    try:
        folder = Path(name).expanduser()
        folder.is_dir()
    except (OSError, RuntimeError, ValueError):
        return None
    return folder


def _script(name: str) -> Path:
    file = name.removeprefix(SCRIPTED)
    return _folder(file) or Path(file)
