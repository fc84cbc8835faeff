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


def test_figures_are_of_all_rounds_together() -> None:
    made = figures(THEIRS)
    assert (made["raw"], made["kept"], made["yield"]) == (12, 6, {"kept": 6, "well-formed": 6})
    assert made["kept_per_second"] == 0.6
    assert made["tokens_per_second"] == 6.0
    assert made["tokens_per_output"] == 5.0
    assert made["seconds_per_output"] == round(10 / 12, 4)
    assert made["rounds"][1] == {"kept": 3, "raw": 4, "seconds": 4.0}


def test_the_ratio_is_taken_round_by_round_with_its_median_and_spread() -> None:
    assert ratio(OURS, THEIRS) == {"all": 7.5, "median": 12.0, "min": 4.0, "max": 12.0, "rounds": [12.0, 4.0, 12.0]}


def test_a_round_in_which_a_peer_keeps_nothing_counts_as_infinitely_many_times() -> None:
    theirs = [tally(0, 4, 1.0), *THEIRS[1:]]
    against = ratio(OURS, theirs)
    assert against == {"all": 7.88, "median": 12.0, "min": 4.0, "max": None, "rounds": [None, 4.0, 12.0]}
    assert line("peer", figures(theirs), against, 5).endswith("ours 12.0 times (4.0 to inf), aim 5")


def test_a_peer_that_is_faster_than_ours_is_shown_as_such() -> None:
    against = ratio([tally(1, 0, 4.0)], [tally(2, 0, 1.0)])
    assert against["median"] == 0.12
    assert "ours 0.1 times" in line("peer", figures(THEIRS), against, 3)
