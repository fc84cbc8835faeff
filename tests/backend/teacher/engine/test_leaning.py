"""Suggestions get their share of the probability, and a row is written by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.wording import Wording
from backend.teacher.engine.engine import Engine
from backend.teacher.engine.leaning import lean
from backend.teacher.engine.probe import fitted
from backend.teacher.protocol import Sampling
from backend.teacher.suggestions import ENOUGH, Suggestions
from backend.teacher.work import Ending, Row, Work
from tests.backend.teacher.engine.alike import are_alike

PROMPTS = [[3, 4, 5, 6], [3, 4, 9]]
ROWS = [0, 0, 1, 1, 1]
SAID = [40, 41, 42, 43, 44, 45]


def leant(logits: list[list[float]], suggested: list[Mapping[int, float]], shares: list[float]) -> list[list[float]]:
    """The probabilities after it, of which the log-sum-exp is to be what it was."""
    import torch

    given_logits = torch.tensor(logits)
    whole = given_logits.logsumexp(-1)
    lean(given_logits, whole, suggested, shares)
    assert torch.allclose(given_logits.logsumexp(-1), whole, atol=1e-4)
    return (given_logits - whole[:, None]).exp().tolist()


def test_suggestions_have_their_share_and_the_rest_is_the_models() -> None:
    even, free = leant([[0.0] * 4, [1.0] * 4], [{1: 0.5, 3: 0.5}, {}], [0.4, 0.4])
    assert even == pytest.approx([0.15, 0.35, 0.15, 0.35])
    assert free == pytest.approx([0.25] * 4)


def test_every_row_has_its_own_share() -> None:
    less, none = leant([[0.0] * 4, [0.0] * 4], [{1: 1.0}, {1: 1.0}], [0.2, 0.0])
    assert less == pytest.approx([0.2, 0.4, 0.2, 0.2])
    assert none == pytest.approx([0.25] * 4)


def test_what_suggestions_leave_over_is_the_models() -> None:
    (some,) = leant([[0.0] * 4], [{1: 0.5}], [0.4])
    assert some == pytest.approx([0.2, 0.4, 0.2, 0.2])


def test_what_is_masked_stays_so_and_leaves_its_share_to_the_model() -> None:
    import torch

    logits = torch.tensor([[0.0, -torch.inf, 0.0, 0.0]])
    whole = torch.tensor([4.0]).log()
    lean(logits, whole, [{1: 0.5, 2: 0.5}], [0.4])
    assert (logits - whole).exp()[0].tolist() == pytest.approx([0.2, 0.0, 0.4, 0.2])


@given(
    st.lists(st.floats(-30, 30, width=32), min_size=5, max_size=5),
    st.dictionaries(st.integers(0, 4), st.floats(0.01, 1), max_size=4),
    st.floats(0, 0.99),
)
def test_it_stays_a_distribution(logits: list[float], tokens: dict[int, float], share: float) -> None:
    together = max(1.0, sum(tokens.values()))
    suggested = {token: chance / together for token, chance in tokens.items()}
    (mixed,) = leant([logits], [suggested], [share])
    assert sum(mixed) == pytest.approx(1, abs=1e-3)
    assert all(mixed[token] >= share * chance - 1e-4 for token, chance in suggested.items())


def write(model: Any, share: float, *, drafts: int = 1, lanes: int = 3, only: int | None = None) -> list[Row]:
    """With examples that say SAID, in all prompts or in one."""
    import torch

    forward = fitted(model)
    assert forward is not None
    examples = tuple(" ".join(map(str, SAID)) + " " * more for more in range(ENOUGH))
    says = Suggestions(Wording(examples, ()), lambda text: [*map(int, text.split())], "<{}>".format)
    work = Work(
        PROMPTS,
        ROWS,
        Sampling(1.0, 1.0, len(SAID), share),
        1,
        (),
        [len(SAID)] * len(ROWS),
        drafts=[drafts] * len(ROWS),
        suggestions=[says if only in (None, prompt) else None for prompt in range(len(PROMPTS))],
        text_of="<{}>".format,
    )
    found: dict[int, Row] = {}
    with torch.inference_mode():
        engine = Engine(forward, work, Ending("<{}>".format, frozenset()), most_lanes=lanes)
        engine.write(lambda row: found.update({row.index: row}), lambda: False)
    return [found[index] for index in range(len(ROWS))]


def test_nearly_all_of_the_probability_says_the_example_again_in_every_draft(
    make_model: Callable[[str], Any],
) -> None:
    for row in write(make_model("Llama"), 0.9999, drafts=3):
        assert [row.tokens, *row.others] == [SAID] * 3


def test_no_share_and_no_suggestions_change_nothing(make_model: Callable[[str], Any]) -> None:
    model = make_model("Llama")
    free = write(model, 0.0)
    assert [row.tokens for row in write(model, 0.9999, only=1)[:2]] == [row.tokens for row in free[:2]]
    assert all(row.tokens != SAID for row in free)


def test_it_does_not_depend_on_how_many_are_written_side_by_side(make_model: Callable[[str], Any]) -> None:
    model = make_model("Llama")
    assert are_alike(write(model, 0.5, drafts=2, lanes=1), write(model, 0.5, drafts=2, lanes=5))
