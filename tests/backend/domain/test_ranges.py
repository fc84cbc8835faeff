"""Numbers are held to their ranges."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.ranges import require_ranges


@dataclass
class Kettle:
    litres: float = 1.0
    cups: int = 4


@pytest.mark.parametrize("kettle", [Kettle(), Kettle(0.5, 8), Kettle(2.0, 1)])
def test_what_is_within_passes_its_ends_included(kettle: Kettle) -> None:
    require_ranges(kettle, litres=(0.5, 2.0), cups=(1, 8))


@pytest.mark.parametrize(
    ("kettle", "said"),
    [
        (Kettle(litres=0.4), "setting litres 0.4. Use 0.5 to 2.0."),
        (Kettle(litres=float("nan")), "setting litres nan"),
        (Kettle(cups=9), "setting cups 9. Use 1 to 8."),
    ],
)
def test_what_is_out_of_its_range_is_named_with_it(kettle: Kettle, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        require_ranges(kettle, litres=(0.5, 2.0), cups=(1, 8))
    assert said in str(refused.value)
