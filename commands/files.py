"""Utterances in, curated examples out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from backend.domain.errors import InvalidValue
from commands.console import AsJson, Name, open_project, say
from commands.import_hints import PLAIN, hints, marks_of, say_hints
from jobs.export_split import Shares
from jobs.exporting import export_dataset
from jobs.importing import read_uploaded
from jobs.other_languages import in_other_languages
from jobs.saving import ImportAs, save_reading
from storage.filters import ExampleFilter


def import_file(
    name: Name,
    file: Path,
    as_: Annotated[str, typer.Option("--as", help="seeds or candidates")] = "seeds",
    intent: Annotated[str, typer.Option(help="Of lines that name none.")] = "",
    language: str = "",
    skip_bad: Annotated[bool, typer.Option(help="Save the good lines although others are bad.")] = False,
    add_labels: Annotated[bool, typer.Option(help="Add unknown intents and slots to the schema.")] = False,
    leave_out_marks: Annotated[
        bool, typer.Option(help="Of lines of text, leave out bullets, numbers and quotes around them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import utterances from CSV, TSV, JSONL, CoNLL or bracket-notation text."""
    roles: dict[str, ImportAs] = {"seeds": "seeds", "candidates": "candidates"}
    if as_ not in roles:
        raise InvalidValue("unknown role of imported lines", value=as_, remedy="Use seeds or candidates.")
    store, project = open_project(name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidValue("file that cannot be read", value=str(file), remedy=f"{error.strerror}.") from error
    marked, lines = marks_of(file.name, data, leave_out=leave_out_marks)
    reading = read_uploaded(
        store,
        project.id,
        file.name if lines is None else PLAIN,
        data if lines is None else lines,
        intent=intent or None,
        language=language or project.language,
        new_labels=add_labels,
    )
    errors = [{"line": e.number, "problem": e.problem, "content": e.content} for e in reading.errors]
    if errors and not skip_bad:
        for bad in reading.errors:
            typer.echo(f"line {bad.number}: {bad.problem}", err=True)
        raise InvalidValue(
            f"{len(errors)} of {len(errors) + len(reading.lines)} lines are bad, the first of them line",
            value=reading.errors[0].number,
            where=file.name,
            remedy=f"{reading.errors[0].problem} Nothing was saved; --skip-bad saves the good lines.",
        )
    others = in_other_languages(reading.lines)
    say_hints(marked, others, left_out=leave_out_marks)
    added = save_reading(
        store, project.id, reading, as_=roles[as_], source=file.name, add_labels=add_labels, progress=_told
    )
    left_out = [utterance.text for utterance in added.duplicates]
    result = {"added": len(added.examples), "errors": errors, "left_out": left_out, **hints(marked, others)}
    number = len(added.examples)
    role = as_.removesuffix("s") if number == 1 else as_
    say(as_json, result, f"Added {number} {role}" + (f", left out {left_out}." if left_out else "."))


def _told(done: int, total: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done:,} of {total:,} ", err=True, nl=False)


def export(
    name: Name,
    out: Annotated[Path, typer.Option("--out")],
    fmt: Annotated[str, typer.Option("--format", help="jsonl or conll")] = "jsonl",
    seeds: Annotated[bool, typer.Option("--seeds/--no-seeds", help="Whether seeds go in as well.")] = True,
    intent: str = "",
    dev: Annotated[int, typer.Option(help="Percent of each intent for dev; --dev or --test splits the file.")] = 0,
    test: Annotated[int, typer.Option(help="Percent of each intent for test, without leaks from train.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Write the accepted examples and their manifest."""
    store, project = open_project(name)
    wanted = ExampleFilter(intent=intent or None)
    shares = Shares(dev, test) if dev or test else None
    result = export_dataset(store, project.id, fmt=fmt, folder=out, wanted=wanted, include_seeds=seeds, shares=shares)
    counts = dict(result.manifest.counts.get("split", {}))
    shown = {"path": str(result.path), "manifest": str(result.manifest_path), "rows": result.manifest.rows}
    shown |= {"sha256": result.manifest.sha256, **({"split": counts} if counts else {})}
    sides = f" ({', '.join(f'{count} {side}' for side, count in counts.items())})" if counts else ""
    say(as_json, shown, f"Wrote {result.manifest.rows} rows{sides} to {result.path}.")
