"""Which teachers there are by name, and how one is opened."""

from __future__ import annotations

import re
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.domain.request import STYLES
from backend.teacher.adapter import adapter_of, card_of, tuned_methods
from backend.teacher.no_teacher import NO_TEACHER, NoTeacher
from backend.teacher.packaged import PACKAGED, packaged_teacher
from backend.teacher.packaged_weights import Terms
from backend.teacher.protocol import Teacher
from backend.teacher.remote.name import RemoteName, is_remote
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.scripted import ScriptedTeacher
from backend.teacher.transformers_teacher import TransformersTeacher

SCRIPTED = "scripted:"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.\-]{0,95}/[A-Za-z0-9][\w.\-]{0,95}", re.ASCII)


def check_name(name: str) -> None:
    """Refuse a name that cannot be a teacher; cheap: nothing is loaded or fetched.

    Accepted are a packaged teacher's name, an existing folder with a config.json, a hub name
    `organisation/model`, `openai:MODEL@BASE_URL`, and `scripted:FILE` with an existing file.

    Raises:
        Unavailable: anything else; says where it was looked for and what to type or install.
    """
    if name.startswith(SCRIPTED):
        ScriptedTeacher.from_file(_script(name))
        return
    if name == NO_TEACHER:
        return
    if is_remote(name):
        RemoteName.parse(name)
        return
    packaged = packaged_teacher(name)
    if packaged:
        packaged.weights.paths(name)
        return
    folder = _folder(name)
    if name and folder is not None and folder.is_dir():
        if adapter_of(name) is None and not (folder / "config.json").is_file():
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
                "organisation/model, nor a server's model such as openai:MODEL@http://127.0.0.1:8000/v1. "
                "Type one of these."
            ),
        )


def open_teacher(
    name: str,
    *,
    cache: Path,
    device: str | None = None,
    dtype: str | None = None,
    remote: RemoteOptions | None = None,
) -> Teacher:
    """Load the teacher of that name.

    Args:
        cache: folder for converted weights; made when missing.
        device: "cpu", "cuda" or "cuda:1"; None takes CUDA where there is one.
        dtype: "float32", "bfloat16", "float16", or "int8" on a CPU; None takes what the device is fast in, bfloat16
            before all others, int8 for packaged teachers that are known to hold in it.
        remote: how a server is called; the other three are then of no use.

    Raises:
        Unavailable: package not installed, folder without weights, hub name that cannot be fetched, no
            such device or dtype; says which name, where it was looked for and what to do.
    """
    check_name(name)
    if name.startswith(SCRIPTED):
        return ScriptedTeacher.from_file(_script(name))
    if name == NO_TEACHER:
        return NoTeacher()
    if is_remote(name):
        from backend.teacher.remote.teacher import RemoteTeacher

        return RemoteTeacher(name, remote or RemoteOptions())
    return TransformersTeacher.open(name, cache=cache, device=device, dtype=dtype)


def terms_of(name: str) -> Terms | None:
    """The terms that are to be agreed to before a teacher of that name is used: its own, or those of its base."""
    packaged = packaged_teacher(base_of(name))
    return packaged.weights.terms if packaged else None


def languages_of(name: str) -> tuple[str, ...]:
    """Codes of the languages that a teacher writes, and no others; empty where that is not known.

    They are those of its weights, and those that it was tuned on.
    """
    packaged = packaged_teacher(base_of(name))
    if packaged is None or not packaged.languages:
        return ()
    data = card_of(name).get("data")
    tuned = data.get("languages") if isinstance(data, dict) else None
    return tuple(dict.fromkeys([*packaged.languages, *map(str, tuned if isinstance(tuned, list) else ())]))


def base_of(name: str) -> str:
    """The name of the teacher that an adapter is for; of a teacher without one its own."""
    try:
        adapter = adapter_of(name)
    except Unavailable:  # an adapter of nobody knows what; opening it says so
        return name
    return adapter.base if adapter else name


def proposer_of(name: str) -> str | None:
    """The name of the teacher that proposes values for one that was tuned: its base, which has not unlearnt to list.

    None for a teacher without one, and where that is not packaged: to load a large model twice costs more than the
    values are worth.
    """
    base = base_of(name)
    return base if base != name and packaged_teacher(base) else None


def style_of(name: str, method: str) -> str:
    """The prompt style that a teacher reads best: what its card says it was tuned on for the method, else instruct.

    Of a packaged teacher it is that of its companion, where that is the one tuned on the method.
    """
    card = card_of(_tuned_on(name, method))
    return str(card["style"]) if method in tuned_methods(card) and card.get("style") in STYLES else "instruct"


def writer_of(name: str, method: str, style: str) -> str:
    """The name of the teacher that writes when one is asked for a method in a prompt style.

    It is the teacher itself where it was tuned on the method, or on nothing. An adapter has unlearnt to follow
    instructions: by other methods its base, which never knew the adapter, follows them better. What a packaged
    teacher was not tuned on, another packaged one with the same weights writes that was.
    """
    methods = tuned_methods(card_of(name))
    if not methods or method in methods:
        return name
    return base_of(name) if style == "instruct" else _tuned_on(name, method)


def _tuned_on(name: str, method: str) -> str:
    """The teacher, or the packaged one of the same weights that was tuned on the method; itself if there is none."""
    packaged = packaged_teacher(name)
    if packaged is None or not packaged.adapter or method in tuned_methods(card_of(name)):
        return name
    same = (one.name for one in PACKAGED if one.adapter and one.base == packaged.base)
    return next((other for other in same if method in tuned_methods(card_of(other))), name)


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
