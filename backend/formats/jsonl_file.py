"""JSON lines: one object a line, UTF-8.

Read, by what the object has, the first that fits:

- `text` and `spans` (each `start`, `end`, `slot`; character offsets, end-exclusive; `value` is checked if given)
- `annotated`: bracket notation, `fly to [city : rome]`
- `tokens` and `tags` (BIO), with `text` or without (then joined by a space; by nothing for ja, zh, th)
- `text` alone: an utterance without slots

beside `intent` and `language` (or `lang`). All other fields are ignored.

Where lines hold parses, an object has `parse` (in square or round brackets) and `text`, which may be left out where
the words of the parse are the text; `intent` may be left out too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from backend.domain.errors import InvalidValue
from backend.domain.notation import Annotated, read_typed
from backend.domain.parse_notation import write_parse
from backend.domain.tokens import bio_tags, tagging_tokens
from backend.domain.utterance import Span, Utterance
from backend.formats.bio import annotated_by_tags
from backend.formats.reading import Defaults, Line, LineError, attempt
from backend.formats.record import Record, one_line_json

MAX_LINE = 1_000_000
"""Characters of one line."""

_BRACKET_NOTATION = re.compile(r"(?<!\\)\[\s*[^\W\d_][\w.\-/]*\s*:[^\[\]]+\]")


def write(record: Record) -> str:
    """One line, its line break included: text, tokens, tags, spans, intent, language, split, origin, provenance.

    With a parse: text, parse, intent, language, split, origin, provenance; `split` is left out where there is none.
    """
    utterance = record.utterance
    row = {
        "text": utterance.text,
        **(_slots(utterance) if utterance.parse is None else {"parse": write_parse(utterance.parse, record.brackets)}),
        "intent": utterance.intent,
        "language": utterance.language,
        **({"split": record.split} if record.split else {}),
        "origin": record.origin,
        "provenance": dict(record.provenance),
    }
    return one_line_json(row, what="provenance") + "\n"


def _slots(utterance: Utterance) -> dict[str, Any]:
    pieces = tagging_tokens(utterance)
    return {
        "tokens": [token.text for token in pieces],
        "tags": list(bio_tags(utterance.spans, pieces)),
        "spans": [
            {"start": span.start, "end": span.end, "slot": span.slot, "value": utterance.value(span)}
            for span in utterance.spans
        ],
    }


def parse(lines: Iterable[str], defaults: Defaults) -> Iterator[Line | LineError]:
    """One Line or LineError for every line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield attempt(number, line, lambda line=line: _utterance(_object(line), defaults))  # type: ignore[misc]


def _object(line: str) -> Mapping[str, Any]:
    if len(line) > MAX_LINE:
        raise InvalidValue(f"line of {len(line)} characters, at most {MAX_LINE}")
    try:
        value = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise InvalidValue(f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise InvalidValue("JSON nested too deeply, or with a number too long") from error
    if not isinstance(value, dict):
        raise InvalidValue(
            "not a JSON object", value=line.strip(), remedy='Write {"text": …, "spans": […]} on each line.'
        )
    return value


def _utterance(row: Mapping[str, Any], defaults: Defaults) -> Utterance:
    language = _string(row, "language") or _string(row, "lang")
    if defaults.parses:
        return defaults.parsed(_string(row, "text"), _string(row, "parse"), _string(row, "intent"), language)
    return defaults.utterance(_annotated(row, language or defaults.language), _string(row, "intent"), language)


def _annotated(row: Mapping[str, Any], language: str) -> Annotated:
    text, notation = _string(row, "text"), _string(row, "annotated")
    if text is not None and row.get("spans") is not None:
        return Annotated(text, tuple(_span(span, text) for span in _list(row, "spans", dict)))
    if notation is not None:
        return read_typed(notation)
    if row.get("tokens") is not None:
        return annotated_by_tags(text, _list(row, "tokens", str), _list(row, "tags", str), language)
    if text is None:
        raise InvalidValue(
            "object without text, annotated or tokens; fields found:", value=", ".join(row), remedy="Give one of them."
        )
    if _BRACKET_NOTATION.search(text):
        raise InvalidValue(
            "bracket notation under text",
            value=text,
            remedy='Name the field "annotated"; or, if the brackets are meant literally, add "spans": [].',
        )
    return Annotated(text, ())


def _span(given: Mapping[str, Any], text: str) -> Span:
    for edge in ("start", "end"):
        if type(given.get(edge)) is not int:
            raise InvalidValue(f"span whose {edge} is not a whole number", value=given.get(edge))
    slot = _string(given, "slot")
    if slot is None:
        raise InvalidValue("span without a slot", value=f"{given['start']}:{given['end']}")
    span = Span(given["start"], given["end"], slot)
    value = _string(given, "value")
    if value is not None and span.end <= len(text) and text[span.start : span.end] != value:
        raise InvalidValue(
            f"span {span.start}:{span.end} covers {text[span.start : span.end]!r}, not its value",
            value=value,
            remedy="Offsets count characters (Unicode code points) from 0, the end excluded.",
        )
    return span


def _string(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidValue(f"{name} that is not a string", value=value)
    return value


def _list(row: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        words = "strings" if kind is str else "objects"
        raise InvalidValue(f"{name} that is not a list of {words}", value=value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise InvalidValue("not a JSON number", value=name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InvalidValue("JSON field twice", value=name)
        found[name] = value
    return found
