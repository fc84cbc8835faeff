"""Makes one module, or one style sheet, of several files: Streamlit's inline components take no more than one."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def inline_module(entry: Path) -> str:
    """The module at `entry` with everything that it imports put before it, each file once.

    Only named imports by relative path are understood, and top-level names must differ between the
    files; the tests parse the result.
    """
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", path.read_text("utf-8"))) for path in _ordered(entry, []))


def inline_styles(*names: str) -> str:
    """The style sheets of that name in this folder, one after the other."""
    return "\n".join((HERE / name).read_text("utf-8") for name in names)


def _ordered(path: Path, before: list[Path]) -> list[Path]:
    path = path.resolve()
    if path in before:
        return before
    for imported in _IMPORT.findall(path.read_text("utf-8")):
        before = _ordered(path.parent / imported, before)
    return [*before, path]
