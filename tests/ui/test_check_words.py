"""Every check says in words why it drops an output."""

from __future__ import annotations

import pytest

from backend.checks import CHECKS, PARSE_CHECKS
from backend.domain.candidate import ANSWERED
from ui.check_words import why_dropped


@pytest.mark.parametrize("check", sorted({ANSWERED, *CHECKS, *PARSE_CHECKS}))
def test_no_check_is_called_by_its_name(check: str) -> None:
    assert why_dropped(check) != check
    assert "-" not in why_dropped(check)
