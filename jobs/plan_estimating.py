"""What a plan will come to: prompts, tokens, minutes, money; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from backend.ordering import plan as plan_orders
from backend.ordering import usual_samples
from backend.planning.plan import Plan
from backend.teacher.protocol import Sampling
from backend.teacher.remote.price import Estimate, amount, estimated
from jobs.estimating import is_paid_for, price_of
from jobs.generating import needs_teacher
from jobs.trying import trial_result
from storage.engine import Store
from storage.plan_progress import PlanProgress
from storage.schemas import load_schema
from storage.standing import exemplars, writing_pace
from storage.teacher_runs import last_trial

SAMPLED_REQUESTS = 32
"""Requests that the tokens are estimated from; a plan with more of them is taken to go on alike."""


@dataclass(frozen=True)
class PlanEstimate:
    """What a plan may come to.

    Attributes:
        written: of the requests that the teacher answers; None where there are none.
        by_rule: raw outputs that need no teacher.
        seconds: that the teacher will write; None where it was never measured.
        is_paid: whether its tokens are somebody's bill.
    """

    written: Estimate | None
    by_rule: int
    seconds: float | None
    is_paid: bool

    @property
    def text(self) -> str:
        """In words.

        >>> print(PlanEstimate(Estimate(5, 20, 900, 3600, 1280), 8, 310.0, is_paid=False).text)
        5 prompts, 20 outputs: about 900 input tokens, at most 1,280 output tokens; about 5 minutes of writing. \
8 outputs need no teacher.
        """
        rules = f"{self.by_rule:,} outputs need no teacher." if self.by_rule else ""
        if self.written is None:
            return rules or "Nothing is asked for."
        time = f"{in_words(self.seconds)} of writing" if self.seconds is not None else _UNMEASURED
        if self.is_paid:
            return f"{self.written.text} {time[0].upper()}{time[1:]}. {rules}".strip()
        counts = (
            f"{self.written.prompts:,} prompts, {self.written.outputs:,} outputs: about "
            f"{self.written.input_tokens:,} input tokens, at most {self.written.most_output_tokens:,} output tokens"
        )
        return f"{counts}; {time}. {rules}".strip()


_UNMEASURED = "how long is not known before this teacher has written once"


def estimate_plan(store: Store, project_id: int, plan: Plan, *, teacher: str) -> PlanEstimate:
    """Estimate a plan from the first prompts of some of its requests."""
    asked = [item.request for item in plan.items if needs_teacher(item.request.method)]
    outputs = sum(request.count for request in asked)
    by_rule = plan.outputs - outputs
    if not asked:
        return PlanEstimate(None, by_rule, None, is_paid=False)
    with store.read() as session:
        schema = load_schema(project_id, session=session)
        seeds = exemplars(project_id, session=session)
    found = []
    for request in asked[:: ceil(len(asked) / SAMPLED_REQUESTS)]:
        first = replace(request, count=min(request.count, usual_samples(request)))
        orders = plan_orders(first, schema, [seed for seed in seeds if seed.intent == request.intent])
        found.append(estimated(orders, Sampling(), price_of(teacher), request.count))
    share = outputs / sum(one.outputs for one in found)
    prompts = sum(ceil(request.count / usual_samples(request)) for request in asked)
    pace = _pace(store, teacher)
    written = _scaled(found, share, prompts, outputs)
    return PlanEstimate(written, by_rule, outputs / pace if pace else None, is_paid_for(teacher))


def spent_on(so_far: PlanProgress) -> str:
    """The tokens of a plan's outputs and their cost, in words; empty where no prices were known."""
    if so_far.cost is None:
        return ""
    made = so_far.made
    return f"{made.input_tokens:,} input and {made.tokens:,} output tokens, cost {amount(so_far.cost)}"


def in_words(seconds: float) -> str:
    """
    >>> in_words(20), in_words(100), in_words(7200)
    ('less than a minute', 'about 2 minutes', 'about 2.0 hours')
    """
    if seconds < 45:
        return "less than a minute"
    if seconds < 5400:
        minutes = round(seconds / 60)
        return f"about {minutes} minute{'s' if minutes > 1 else ''}"
    return f"about {seconds / 3600:.1f} hours"


def _pace(store: Store, teacher: str) -> float | None:
    """Raw outputs a second, of the teacher's last jobs or else of its last trial."""
    with store.read() as session:
        pace = writing_pace(teacher, session=session)
        trial = None if pace else last_trial(teacher, session=session)
    result = trial_result(trial) if trial else None
    return pace or (result.outputs_per_second if result else None) or None


def _scaled(found: list[Estimate], share: float, prompts: int, outputs: int) -> Estimate:
    def of_all(counts: list[int]) -> int:
        return ceil(sum(counts) * share)

    costs = [(one.cost, one.most_cost) for one in found if one.cost is not None and one.most_cost is not None]
    return Estimate(
        prompts,
        outputs,
        of_all([one.input_tokens for one in found]),
        of_all([one.most_input_tokens for one in found]),
        of_all([one.most_output_tokens for one in found]),
        sum(cost for cost, _ in costs) * share if costs else None,
        sum(most for _, most in costs) * share if costs else None,
    )
