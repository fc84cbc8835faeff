"""Settings that are numbers: each has a range."""

from __future__ import annotations

from typing import Any

from backend.domain.errors import InvalidValue


def require_ranges(settings: Any, **ranges: tuple[float, float]) -> None:
    """Refuse settings of which one is out of its range.

    Args:
        ranges: attribute → (least, most), both allowed.

    Raises:
        InvalidValue: the first that is out of it; not a number is, too.
    """
    for name, (least, most) in ranges.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            raise InvalidValue(f"setting {name}", value=value, remedy=f"Use {least} to {most}.")
