from __future__ import annotations

from pathlib import Path

from bench.peers.mix import jobs, warm_up
from tests.bench.peers.conftest import DISHES


def test_a_job_holds_all_outputs_of_its_request_and_knows_its_ten_seeds(data: Path) -> None:
    (job,) = jobs(0, 6, "tuned", 4, data)
    assert [order.samples for order in job.orders if not order.is_spare] == [4, 2]
    assert len(job.known) == 10
    assert job.known < {f"one {dish} please" for dish in DISHES}
    assert all(order.grammar for order in job.orders)


def test_a_round_is_the_same_again_and_another_round_has_other_seeds(data: Path) -> None:
    assert jobs(1, 6, "tuned", None, data) == jobs(1, 6, "tuned", None, data)
    prompts = [{order.prompt.text for order in jobs(draw, 6, "tuned", None, data)[0].orders} for draw in (1, 2)]
    assert not prompts[0] & prompts[1]
    assert not prompts[0] & {order.prompt.text for order in warm_up("tuned", None, data).orders}
