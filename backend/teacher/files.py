"""What files a teacher is made of: others in their place are another teacher of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from backend.teacher.catalogue import SCRIPTED, base_of
from backend.teacher.packaged import packaged_teacher
from backend.teacher.remote.name import is_remote

Files = tuple[tuple[str, int, int], ...]
"""Files by path, size in bytes and time of the last change in nanoseconds."""


def files_of(name: str) -> Files:
    """The files that a teacher of that name would be made of now: its own and its base's, or its script.

    Empty where it comes from no folder here: a packaged one is what was installed.
    """
    if is_remote(name):
        return ()
    if name.startswith(SCRIPTED):
        return tuple(_stamps(Path(name.removeprefix(SCRIPTED))))
    folders = [one for one in dict.fromkeys((name, base_of(name))) if one and not packaged_teacher(one)]
    return tuple(stamp for folder in folders for stamp in _stamps(Path(folder)))


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    """Of a file, or of those that lie in a folder; none of a path that is not there, or that cannot be."""
    try:
        path = path.expanduser()
        for file in sorted(path.iterdir()) if path.is_dir() else (path,):
            stat = file.stat()
            if S_ISREG(stat.st_mode):
                yield str(file), stat.st_size, stat.st_mtime_ns
    except (OSError, RuntimeError, ValueError):
        return
