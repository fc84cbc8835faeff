"""MASSIVE 1.1 (FitzGerald et al. 2022): the same utterances in seven languages, by id."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from backend.domain.errors import NotFound
from backend.domain.utterance import Utterance
from backend.formats.bio import annotated_by_tags

DATA = Path("../shared/data/massive")
LOCALES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN", "ja": "ja-JP", "pt": "pt-PT"}


def massive(language: str, split: str, data: Path = DATA) -> dict[str, Utterance]:
    """Source id → utterance; the same id means the same in every language.

    Raises:
        NotFound: the data is not there.
    """
    file = data / f"{LOCALES[language]}.jsonl.gz"
    if not file.is_file():
        raise NotFound("no file", value=str(file), remedy="Say with --data where MASSIVE is.")
    found = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] == split:
                read = annotated_by_tags(row["utt"], row["tokens"], row["tags"], language)
                found[row["id"]] = Utterance(read.text, row["intent"], language, read.spans)
    return found
