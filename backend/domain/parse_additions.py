"""What a schema of parses has more than another one, in words."""

from __future__ import annotations

from collections.abc import Iterable

from backend.domain.parse_schema import ParseLabel, ParseSchema


def additions(held: ParseSchema, wanted: ParseSchema) -> tuple[str, ...]:
    """What `wanted`, an extension of `held`, adds to it: "labels SIZE, DRINK", "inside ORDER: SIZE"."""
    pairs = [(held.find(label.name), label) for label in wanted.labels]
    new = [after.name for before, after in pairs if before is None]
    valued = [after.name for before, after in pairs if after.holds_value and not (before and before.holds_value)]
    roots = [root for root in wanted.roots if root not in held.roots]
    said = [f"label{'s' if len(new) > 1 else ''} {_listed(new)}"] if new else []
    said += [one for before, after in pairs for one in _nested(before, after)]
    said += [f"values of {_listed(valued)}"] if valued else []
    said += [f"outside of all others: {_listed(roots)}"] if roots else []
    if wanted.depth > held.depth:
        said.append(f"up to {wanted.depth} labels above one another")
    if wanted.most_roots > held.most_roots:
        said.append(f"up to {wanted.most_roots} labels side by side")
    return tuple(said)


def _nested(before: ParseLabel | None, after: ParseLabel) -> list[str]:
    names = [name for name in after.nests if before is None or name not in before.nests]
    return [f"inside {after.name}: {_listed(names)}"] if names else []


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
