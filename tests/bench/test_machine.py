from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.machine import cores, machine, processor


def test_the_processor_is_called_as_the_system_calls_it(tmp_path: Path) -> None:
    listing = tmp_path / "cpuinfo"
    listing.write_text("processor\t: 0\nmodel name\t: Some CPU 7\nprocessor\t: 1\nmodel name\t: Some CPU 7\n")
    assert processor(listing) == "Some CPU 7"
    assert processor(tmp_path / "none")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a process cannot be tied to cores here")
def test_a_process_that_is_tied_to_one_core_has_one() -> None:
    had = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(had)})
    try:
        assert cores() == machine()["cores"] == 1
    finally:
        os.sched_setaffinity(0, had)
    assert cores() == len(had)
