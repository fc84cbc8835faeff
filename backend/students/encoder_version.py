"""Which weights an encoder has: what its vectors are stored under, and what is said where there are none."""

from __future__ import annotations

import hashlib
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.loading_lock import loading_weights


def hash_of(folder: Path) -> str:
    """Of the files that say what an encoder is: weights, configuration, vocabulary; SHA-256, hexadecimal.

    Raises:
        Unavailable: a file that cannot be read.
    """
    digest = hashlib.sha256()
    try:
        files = sorted(
            path
            for path in folder.iterdir()
            if path.suffix == ".safetensors" or path.name in ("config.json", "tokenizer.json", "vocab.txt")
        )
        for path in files:
            digest.update(path.read_bytes())
    except OSError as error:
        raise Unavailable("encoder that cannot be read", value=str(folder), remedy="Check its permissions.") from error
    return digest.hexdigest()


def commit_of(source: str) -> str:
    """The commit of a hub's encoder.

    Raises:
        Unavailable: see `unusable`.
    """
    try:
        with loading_weights:
            from transformers import AutoConfig

            config = AutoConfig.from_pretrained(source, trust_remote_code=False)
    except Exception as error:  # as in `encoder`
        raise unusable(source, source, error) from error
    return getattr(config, "_commit_hash", None) or "unknown"


def unusable(shown: str, source: str, error: BaseException) -> Unavailable:
    """What to say of an encoder that failed to load: where it was looked for, and what it needs."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return Unavailable(
        f"encoder that cannot be loaded: {first.rstrip('.')}",
        value=shown,
        where=f"folder {source}" if Path(source).is_dir() else "the hub and its cache",
        remedy="It needs config.json, a tokenizer and weights as .safetensors, and no code of its own.",
    )
