"""Answers that come packed: bounded by what they unpack to."""

from __future__ import annotations

import gzip

import pytest

from backend.teacher.remote.packing import Damaged, TooLarge, UnknownPacking, unpacked


@pytest.mark.parametrize("packing", ["gzip", "x-gzip", " GZIP "])
def test_gzip_is_unpacked_up_to_the_most(packing: str) -> None:
    assert unpacked(gzip.compress(b"1234"), packing, 4) == b"1234"
    with pytest.raises(TooLarge):
        unpacked(gzip.compress(b"12345"), packing, 4)


def test_what_is_cut_off_or_no_gzip_at_all_is_damaged() -> None:
    for body in (gzip.compress(b"1234" * 100)[:-9], b"", b"{}"):
        with pytest.raises(Damaged):
            unpacked(body, "gzip", 1000)


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip"])
def test_other_packings_are_not_undone(packing: str) -> None:
    with pytest.raises(UnknownPacking):
        unpacked(b"", packing, 10)
