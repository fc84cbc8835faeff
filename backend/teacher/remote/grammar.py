"""A grammar as each kind of server takes it. Pure."""

from __future__ import annotations

from typing import Any

from backend.domain.grammar import Grammar
from backend.teacher.remote.options import Dialect


def takes_grammar(dialect: Dialect, server: str | None) -> bool | None:
    """Whether a server is given the grammar of its replies; None where that hangs on what it will say it is.

    Args:
        dialect, server: as below; None for a server that has not said it yet.

    >>> takes_grammar("auto", "vllm"), takes_grammar("auto", ""), takes_grammar("auto", None), takes_grammar("vllm", "")
    (True, False, None, True)
    """
    kind = server if dialect == "auto" else dialect
    return None if kind is None else kind in ("vllm", "llama.cpp")


def grammar_fields(grammar: Grammar | None, dialect: Dialect, server: str) -> dict[str, Any]:
    """The fields of a request that bind its replies; none without a grammar, or for a server that takes none.

    Both are given GBNF, which is llama.cpp's notation, and which vLLM's xgrammar reads as well.

    Args:
        dialect: as set; "auto" goes by what the server said it is. server: that ("vllm", "llama.cpp" or empty).
    """
    if grammar is None:
        return {}
    match server if dialect == "auto" else dialect:
        case "vllm":
            return {"structured_outputs": {"grammar": grammar.gbnf}}
        case "llama.cpp":
            return {"grammar": grammar.gbnf}
    return {}
