"""The whole comparison with our own scripted teacher and peers that are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.teacher.scripted import ScriptedTeacher
from bench.peers.compare import compare
from bench.peers.contenders import Contender, Place
from bench.peers.peer import Peer


def test_a_peer_that_cannot_be_had_is_reported_and_stops_nobody(
    tmp_path: Path,
    data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(_: Place) -> Peer:
        raise Unavailable("peer that needs a compiler", value="peer==1")

    made = compare(
        ScriptedTeacher(obedient=True),
        Place("scripted", tmp_path, tmp_path / "work"),
        data=data,
        passes=2,
        count=6,
        batch_size=4,
        peers=[Contender("peer", 5, "called so", refuse)],
    )
    assert made["rows"]["peer"]["failed"].startswith("peer that needs a compiler")
    assert (made["rows"]["ours"]["raw"], made["rows"]["ours"]["kept"]) == (12, 12)
    assert len(made["rows"]["ours"]["rounds"]) == 2
    assert json.loads(json.dumps(made)) == made
    said = capsys.readouterr().out
    assert "kept   12 of   12" in said
    assert "could not be run: peer that needs a compiler" in said
