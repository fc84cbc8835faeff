"""Commands find a database with its tables; tests/e2e begins with none."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def begun(tables: Path) -> Path:
    return tables
