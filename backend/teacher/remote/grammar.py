"""A grammar as each kind of server takes it. Pure."""

from __future__ import annotations

from typing import Any

from backend.teacher.remote.options import Dialect


def grammar_fields(gbnf: str, dialect: Dialect, server: str) -> dict[str, Any]:
    """The fields of a request that bind its replies; none without a grammar, or for a server that takes none.

    Args:
        gbnf: the grammar in llama.cpp's notation, which vLLM's xgrammar reads as well; empty for none.
        dialect: as set; "auto" goes by what the server said it is. server: that ("vllm", "llama.cpp" or empty).
    """
    if not gbnf:
        return {}
    match server if dialect == "auto" else dialect:
        case "vllm":
            return {"structured_outputs": {"grammar": gbnf}}
        case "llama.cpp":
            return {"grammar": gbnf}
    return {}
