"""Writing a student to the disk, which may be full."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.domain.errors import Unavailable


@contextmanager
def storing(folder: Path) -> Iterator[None]:
    """Whatever is written meanwhile goes into that folder.

    Raises:
        Unavailable: a full disk, or one that cannot be written to.
    """
    from safetensors import SafetensorError  # what weights that cannot be written raise, with no class of the system's

    try:
        yield
    except (OSError, SafetensorError) as error:
        raise Unavailable(
            f"student that cannot be stored: {error}", where=str(folder), remedy="Free some disk space, and try again."
        ) from error
