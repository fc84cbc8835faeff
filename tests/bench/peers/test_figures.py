from __future__ import annotations

from backend.domain.candidate import Candidate, Verdict
from backend.domain.utterance import Utterance
from bench.peers.figures import figures, line, ratio
from bench.peers.rounds import Tally

KEPT = Candidate("one soup", Utterance("one soup", "order"), (Verdict("well-formed", True),), 0, tokens=6)
DROPPED = Candidate("one [soup", None, (Verdict("well-formed", False),), 1, tokens=4)


def tally(kept: int, dropped: int, seconds: float) -> Tally:
    return Tally([KEPT] * kept + [DROPPED] * dropped, seconds)


OURS = [tally(6, 0, 1.0), tally(6, 0, 2.0), tally(6, 0, 1.0)]
THEIRS = [tally(2, 2, 4.0), tally(3, 1, 4.0), tally(1, 3, 2.0)]


def test_kept_per_second_is_the_median_of_the_rounds_and_the_rest_is_of_all_rounds_together() -> None:
    made = figures(THEIRS)
    assert (made["raw"], made["kept"], made["yield"]) == (12, 6, {"kept": 6, "well-formed": 6})
    assert made["kept_per_second"] == 0.5
    assert made["tokens_per_second"] == 6.0
    assert made["tokens_per_output"] == 5.0
    assert made["seconds_per_output"] == round(10 / 12, 4)
    assert made["rounds"][1] == {"kept": 3, "raw": 4, "seconds": 4.0}


def test_the_ratio_is_taken_round_by_round_with_its_median_and_spread() -> None:
    assert ratio(OURS, THEIRS) == {"median": 12.0, "min": 4.0, "max": 12.0, "rounds": [12.0, 4.0, 12.0]}


def test_a_peer_that_keeps_nothing_in_a_round_has_no_ratio() -> None:
    assert ratio(OURS[:1], [tally(0, 4, 1.0)]) is None
    assert line("peer", figures([tally(0, 4, 1.0)]), None, 5).endswith("(no ratio: a round kept none)")


def test_a_peer_that_is_faster_than_ours_is_shown_as_such() -> None:
    against = ratio([tally(1, 0, 4.0)], [tally(2, 0, 1.0)])
    assert against is not None
    assert against["median"] == 0.12
    assert "ours   0.1 times" in line("peer", figures(THEIRS), against, 3)
