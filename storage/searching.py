"""Finding a piece of a text whatever its case: what both databases are asked, and what they need for it.

SQLite knows the cases of ASCII alone, and so does PostgreSQL in a database made with the locale C.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from backend.domain.normalise import same_case

_IN_SQLITE = "teachset_found"
_COLLATIONS = ("und-x-icu", "pg_c_utf8", "C.utf8")
"""Of PostgreSQL, which know every script's cases: ICU's, its own (from 17 on), the system's; the first there is asked.

Another encoding than UTF-8 holds few scripts, and its database's own collation is left to know them.
"""
_THERE = """
SELECT collname FROM pg_collation
WHERE getdatabaseencoding() = 'UTF8' AND collnamespace = 'pg_catalog'::regnamespace AND collname = ANY(%s)
"""


class found_in(FunctionElement[bool]):  # noqa: N801 - named as a function, which it is in a query
    """Whether a text holds a piece, in any case: `found_in(column, piece)`."""

    type = Boolean()
    inherit_cache = True


@compiles(found_in, "sqlite")
def _asked_of_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"{_IN_SQLITE}({compiler.process(element.clauses, **options)})"


@compiles(found_in, "postgresql")
def _asked_of_postgres(element: Any, compiler: Any, **options: Any) -> str:
    collation = getattr(compiler.dialect, _NOTED, None)
    text, piece = (_in_same_case(compiler.process(one, **options), collation) for one in element.clauses)
    return f"strpos({text}, {piece}) > 0"


def prepare_sqlite(connection: Any) -> None:
    """Give a connection the function that `found_in` calls."""
    connection.create_function(_IN_SQLITE, 2, _found, deterministic=True)


def prepare_postgres(engine: Engine) -> None:
    """Have the first connection find out which collation knows cases there."""

    def note(connection: Any, _record: Any) -> None:
        there = {name for (name,) in connection.execute(_THERE, [list(_COLLATIONS)])}
        setattr(engine.dialect, _NOTED, next((name for name in _COLLATIONS if name in there), None))

    event.listen(engine, "first_connect", note)


_NOTED = "teachset_collation"


def _found(text: str | None, piece: str) -> bool:
    return text is not None and same_case(piece) in same_case(text)


def _in_same_case(words: str, collation: str | None) -> str:
    """`same_case` in SQL."""
    return f"replace(upper(lower(({words}) COLLATE \"{collation}\")), chr(775), '')" if collation else f"lower({words})"
