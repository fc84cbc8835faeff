"""Data sets that say the same in several languages: MASSIVE 1.1 (FitzGerald et al. 2022) and mTOP (Li et al. 2021)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.domain.errors import NotFound
from backend.domain.parse_notation import read_parse
from backend.domain.parsed import slotted
from backend.domain.utterance import Utterance
from backend.formats.bio import annotated_by_tags

DATA = Path("../shared/data")
LOCALES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN", "ja": "ja-JP", "pt": "pt-PT"}
MTOP_LANGUAGES = ("en", "de", "es", "fr", "hi", "th")


def massive(language: str, split: str, data: Path = DATA) -> dict[str, Utterance]:
    """Source id → utterance; the same id means the same in every language.

    Raises:
        NotFound: the data is not there.
    """
    found = {}
    for row in rows(data / "massive" / f"{LOCALES[language]}.jsonl.gz"):
        if row["split"] == split:
            read = annotated_by_tags(row["utt"], row["tokens"], row["tags"], language)
            found[row["id"]] = Utterance(read.text, row["intent"], language, read.spans)
    return found


def mtop(language: str, split: str, data: Path = DATA) -> dict[str, Utterance]:
    """The same of mTOP, of parses with one intent, each of whose values stands once in the text.

    Raises:
        NotFound: the data is not there.
    """
    every = {at: slotted(one) for at, one in mtop_parsed(language, split, data).items()}
    return {at: one for at, one in every.items() if one is not None}


def mtop_parsed(language: str, split: str, data: Path = DATA) -> dict[str, Utterance]:
    """The same of mTOP, each with its parse, however deep.

    Raises:
        NotFound: the data is not there.
    """
    found = {}
    for row in rows(data / "mtop" / f"multi.{split}.jsonl.gz"):
        if row["lang"] == language:
            parse = read_parse(row["parse"])
            found[row["id"].rpartition("-")[0]] = Utterance(row["text"], parse.intent, language, parse=parse)
    return found


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a gzip'd file.

    Raises:
        NotFound: the data is not there.
    """
    if not file.is_file():
        raise NotFound("no file", value=str(file), remedy="Say with --data where the data sets are.")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
