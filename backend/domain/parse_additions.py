"""What a schema of parses has more than another one, in words."""

from __future__ import annotations

from backend.domain.parse_schema import ParseLabel, ParseSchema


def additions(held: ParseSchema, wanted: ParseSchema) -> tuple[str, ...]:
    """What `wanted`, an extension of `held`, adds to it: "label SIZE", "SIZE inside ORDER", "values of SIZE"."""
    said: list[str] = []
    for label in wanted.labels:
        before = held.find(label.name)
        said += [f"label {label.name}"] if before is None else []
        said += _of_label(before or ParseLabel(label.name), label)
    said += [f"{root} outside of all others" for root in wanted.roots if root not in held.roots]
    if wanted.depth > held.depth:
        said.append(f"{wanted.depth} labels above one another")
    if wanted.most_roots > held.most_roots:
        said.append(f"{wanted.most_roots} labels side by side")
    return tuple(said)


def _of_label(before: ParseLabel, after: ParseLabel) -> list[str]:
    nested = [f"{name} inside {after.name}" for name in after.nests if name not in before.nests]
    return nested + ([f"values of {after.name}"] if after.holds_value and not before.holds_value else [])
