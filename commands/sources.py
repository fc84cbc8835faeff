"""What a trained model's card says of the files that it learnt from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def named_sources(files: Sequence[Path], hashes: Sequence[str]) -> dict[str, str]:
    """Name → SHA-256 of each file; those of one name, such as one for each language, by their paths.

    >>> named_sources([Path("en/train.jsonl"), Path("de/train.jsonl"), Path("more.csv")], ["ab", "cd", "ef"])
    {'en/train.jsonl': 'ab', 'de/train.jsonl': 'cd', 'more.csv': 'ef'}
    """
    times = Counter(file.name for file in files)
    names = [file.name if times[file.name] == 1 else file.as_posix() for file in files]
    return dict(zip(names, hashes, strict=True))
