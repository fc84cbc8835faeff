"""Changing pieces of JSON columns where they lie: 100,000 rows read, changed and written one by one take a minute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Text, cast, func, or_
from sqlmodel import Session, update


def written(value: object) -> str:
    """A value as it stands in a JSON column: SQLAlchemy writes it so, and both databases keep the text as it is."""
    return json.dumps(value)


def replace_in_json(
    table: Any,
    pieces: Mapping[Any, tuple[str, str]],
    of: Any,
    *,
    besides: Any = None,
    values: Mapping[Any, Any] | None = None,
    session: Session,
) -> None:
    """Replace a piece of the text of JSON columns in the rows that hold it.

    Args:
        pieces: column → what is replaced in it, and by what. The former is to hold a quote with something beside it
            that is not escaped, such as `"intent": "go"`: within a string every quote has a backslash, so it can stand
            nowhere else.
        of: which rows are looked at. besides: those of them that are changed as well, though they hold no piece.
        values: what else is set, in the same go: PostgreSQL writes a row anew each time, and its place in each index.
    """
    texts = {column: cast(column, Text) for column in pieces}
    holds = [texts[column].contains(old, autoescape=True) for column, (old, _) in pieces.items()]
    change = update(table).where(of, or_(*holds, *(() if besides is None else (besides,))))
    replaced = {column: func.replace(texts[column], old, new, type_=Text) for column, (old, new) in pieces.items()}
    change = change.values({column: as_json(text, session) for column, text in replaced.items()} | dict(values or {}))
    session.exec(change.execution_options(synchronize_session=False))


def as_json(text: Any, session: Session) -> Any:
    """An expression of text, as what a JSON column takes; SQLite keeps it as text, and a cast would make a number."""
    return cast(text, JSON) if session.get_bind().dialect.name == "postgresql" else text


def renamed(value: Any, keys: frozenset[str], old: str, new: str, *, held: bool = False) -> Any:
    """A JSON value with a name changed wherever one of these keys has it: as its value, in lists, or as a key below.

    >>> renamed({"intent": "a", "text": "a", "intents": {"a": 1, "b": 2}}, frozenset({"intent", "intents"}), "a", "c")
    {'intent': 'c', 'text': 'a', 'intents': {'c': 1, 'b': 2}}
    """
    if isinstance(value, dict):
        return {
            (new if held and key == old else key): renamed(inner, keys, old, new, held=key in keys)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [renamed(one, keys, old, new, held=held) for one in value]
    return new if held and value == old else value
