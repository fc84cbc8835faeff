"""An answer that a server packed, though it was asked not to. Pure."""

from __future__ import annotations

import zlib

_GZIP = 16 + zlib.MAX_WBITS


class TooLarge(Exception):
    """An answer of more bytes than are read."""


class UnknownPacking(Exception):
    """A packing that is not undone; several in a row are none that is."""


class Damaged(Exception):
    """A packed answer that cannot be unpacked, or ends too soon."""


def unpacked(body: bytes, packing: str, largest: int) -> bytes:
    """The answer itself, which may be a thousand times as long as what was sent.

    Args:
        packing: as the header Content-Encoding says, empty for none.
        largest: bytes of the answer, at most.

    Raises:
        TooLarge, UnknownPacking, Damaged.

    >>> unpacked(b"{}", "identity", 10)
    b'{}'
    """
    match packing.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _ungzipped(body, largest)
    raise UnknownPacking


def _ungzipped(body: bytes, largest: int) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        found = unpacking.decompress(body, largest + 1)
    except zlib.error as error:
        raise Damaged from error
    if len(found) > largest:
        raise TooLarge
    if not unpacking.eof:
        raise Damaged
    return found
