"""A safe file name out of whatever a project is called."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_stem(wanted: str, most_bytes: int = MAX_BYTES) -> str:
    """A name without an ending that is no path, no hidden file and no device on any system; in UTF-8 bytes bounded.

    >>> safe_stem("../../Music & lights"), safe_stem(".."), safe_stem("CON")
    ('Music-lights', 'export', '_CON')
    """
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" or c in "_.-" else "-" for c in wanted)
    kept = re.sub(r"[.\-]{2,}", "-", unicodedata.normalize("NFC", kept))
    kept = kept.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").strip(".-")
    if not kept:
        return "export"
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept
