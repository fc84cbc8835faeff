"""One row of an export: an utterance, and where it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.domain.decision import ORIGINS
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import SQUARE, BracketStyle
from backend.domain.utterance import Utterance

# Readers that split at every Unicode line break would tear a record; lone surrogates are no UTF-8.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Record:
    """An utterance for export.

    Attributes:
        origin: one of `seed`, `generated`, `imported`.
        provenance: what JSON can hold; empty where nothing is known.
        brackets: how its parse is written, if it has one.
        split: "train", "dev" or "test"; empty where the export is not split.

    Raises:
        InvalidValue: another origin.
    """

    utterance: Utterance
    origin: str
    provenance: Mapping[str, object] = field(default_factory=dict)
    brackets: BracketStyle = SQUARE
    split: str = ""

    def __post_init__(self) -> None:
        if self.origin not in ORIGINS:
            raise InvalidValue("unknown origin", value=self.origin, remedy=f"Use one of: {', '.join(ORIGINS)}.")


def one_line_json(value: object, *, what: str) -> str:
    """`value` as JSON on one line, fit for UTF-8 and for every reader's idea of a line.

    Args:
        what: names the value in an error.

    Raises:
        InvalidValue: what JSON cannot hold, NaN and infinity included.
    """
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidValue(f"{what} that JSON cannot hold ({error})", value=value) from error
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
