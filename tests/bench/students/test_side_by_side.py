"""A run is split into shares, each measured by a process on cores of its own."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.students import side_by_side
from bench.students.side_by_side import measure_shares, processes_for, share_of, taken

CORES = sorted(os.sched_getaffinity(0))
PROGRAM = """
import os, signal, sys
from pathlib import Path
folder, _, share = sys.argv[1:]
Path(folder, share.replace("/", " of ")).write_text(repr(sorted(os.sched_getaffinity(0))))
if "slow" in folder:
    signal.pause()
sys.exit(share == "1/2")
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that notes its share and its cores in the folder it is given; the first one fails."""
    (tmp_path / "noting_its_share.py").write_text(PROGRAM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "noting_its_share"


@given(st.lists(st.integers(), max_size=30, unique=True), st.integers(1, 9))
def test_every_case_is_in_one_share_and_no_share_has_two_more_than_another(cases: list[int], of: int) -> None:
    shares = [taken(cases, (which, of)) for which in range(1, of + 1)]
    assert sorted(case for share in shares for case in share) == sorted(cases)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert taken(cases, None) == cases


@pytest.mark.parametrize("given", ["0/2", "3/2", "1", "1/", "a/b", "-1/2", "1/2/3"])
def test_what_is_no_share_is_refused(given: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not WHICH/OF"):
        share_of(given)


def test_there_are_as_many_processes_as_cores_but_not_more_than_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "cores", lambda: 4)
    assert processes_for("cpu", None, cases=21) == 4
    assert processes_for("cpu", None, cases=3) == 3
    assert processes_for("cpu", 2, cases=21) == 2
    assert processes_for("cpu", None, cases=0) == 1


@pytest.mark.long
def test_each_process_has_its_share_and_its_cores_and_all_are_waited_for(program: str, tmp_path: Path) -> None:
    measure_shares(program, [str(tmp_path)], 2)
    noted = {one.name: one.read_text() for one in tmp_path.glob("* of 2")}
    assert noted == {"1 of 2": repr(CORES[::2]), "2 of 2": repr(CORES[1::2] or CORES)}
    assert sorted(os.sched_getaffinity(0)) == CORES


@pytest.mark.long
def test_whoever_stops_waiting_leaves_no_process_behind(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "slow"
    folder.mkdir()
    started = []

    class Interrupted(side_by_side.subprocess.Popen):  # type: ignore[name-defined, misc]
        def __init__(self, command: list[str]) -> None:
            super().__init__(command)
            started.append(self)
            self.is_stopped = False

        def wait(self, timeout: float | None = None) -> int:
            if self is started[0] and not self.is_stopped:
                self.is_stopped = True
                raise KeyboardInterrupt
            return int(super().wait(timeout))

    monkeypatch.setattr(side_by_side.subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        measure_shares(program, [str(folder)], 2)
    assert [one.returncode is not None for one in started] == [True, True]
