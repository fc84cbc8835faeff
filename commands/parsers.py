"""Training, measuring and asking a student of parses: what `train`, `evaluate` and `predict` do with parses."""

from __future__ import annotations

import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from backend.datasets.parsed import read_parsed
from backend.domain.errors import InvalidValue
from backend.domain.parse_notation import write_parse
from backend.domain.parse_schema import FORMS, ParseForm
from backend.domain.utterance import Utterance
from backend.students.parsing.card import note_figures
from backend.students.parsing.data import ParserData, parser_data, schema_of
from backend.students.parsing.metrics import MATCHES, ParseFigures, evaluate_parses
from backend.students.parsing.parser import Parser, load_parser
from backend.students.parsing.settings import ParserSettings
from backend.students.parsing.training import ParserProgress, ParserTraining, train_parser
from backend.students.split import overlap
from backend.teacher.weights import file_hash
from commands.console import open_project, say
from commands.sources import named_sources
from jobs.settings import settings as settings_of
from jobs.student_data import accepted_material
from storage.parse_schemas import load_parses

Fields = tuple[str, str]
"""The names of the fields of text and parse in JSON lines."""


def form_of(project: str, form: str) -> ParseForm | None:
    """Whether parses are to be learnt, and of which form: that of a project of parses, or the one that was named.

    Raises:
        InvalidValue: no form of parses. NotFound: no such project.
    """
    if project:
        store, found = open_project(project)
        with store.read() as session:
            parses = load_parses(found.id, session=session)
        return parses.form if parses else None
    if form and form not in FORMS:
        raise InvalidValue("unknown form of parses", value=form, remedy=f"Use one of: {', '.join(FORMS)}.")
    return form or None


def train_on_parses(
    project: str,
    files: list[Path],
    test: Path | None,
    out: Path,
    form: ParseForm,
    how: ParserSettings,
    *,
    fields: Fields,
    language: str,
    device: str,
    as_json: bool,
) -> None:
    """Train a student of parses, and measure it where there is a test file."""
    tested = read_parsed(test, text=fields[0], parse=fields[1], language=language) if test else None
    learnt, sources = _material(project, files, form, fields, language, how)
    typer.echo(f"{len(learnt.teaching)} utterances to learn from.", err=True)
    given = tested.utterances if tested else ()
    shared = overlap((*learnt.teaching, *learnt.measuring), given)
    also = (
        f"Of the test utterances, {len(shared.exact)} are in the training data, and {len(shared.delexicalised)} but "
        "for the values."
    )
    if given:
        typer.echo(also, err=True)  # before minutes are spent on a test that says little
    chosen = device or settings_of().device or None
    training = ParserTraining(learnt, settings_of().weights_dir, how, sources, device=chosen)
    train_parser(training, out, progress=_show_progress)
    student = _opened(out, device)
    result: dict[str, Any] = {
        "out": str(out),
        "utterances": len(learnt.teaching),
        "result": student.card.told["result"],
    }
    if test is None or tested is None:
        say(as_json, result, f"Trained: the student is in {out}.")
        return
    figures = evaluate_parses(tested.utterances, student.predict([one.text for one in tested.utterances]))
    note_figures(out, test.name, asdict(figures))
    result |= {"figures": asdict(figures)}
    result |= {"overlap": {"exact": len(shared.exact), "delexicalised": len(shared.delexicalised)}}
    say(as_json, result, f"{said_of(figures)}\n{also}\nTrained: the student is in {out}.")


def evaluate_on_parses(
    folder: Path, file: Path, *, fields: Fields, language: str, sample: int, device: str, as_json: bool
) -> None:
    """Measure a student of parses on all of a file, or on so many of its lines, always the same."""
    tested = read_parsed(file, text=fields[0], parse=fields[1], language=language)
    student = _opened(folder, device)
    asked = list(tested.utterances)
    if sample and sample < len(asked):
        asked = random.Random(0).sample(asked, sample)  # noqa: S311 - a sample, no secret
    figures = evaluate_parses(asked, student.predict([one.text for one in asked]))
    result = {
        "student": student.card.uid,
        "file": file.name,
        "refused": len(tested.refused),
        "figures": asdict(figures),
    }
    say(as_json, result, said_of(figures))


def predict_parses(folder: Path, texts: list[str], *, device: str, as_json: bool) -> None:
    """Ask a student for the parses of texts."""
    student = _opened(folder, device)
    style = student.card.schema.style
    shown = [
        {
            "text": text,
            "parse": write_parse(said.parse, style) if said.parse else None,
            "written": said.written,
            "problem": said.problem,
        }
        for text, said in zip(texts, student.predict(texts), strict=True)
    ]
    lines = [str(one["parse"] or f"no parse: {one['problem']}") for one in shown]
    say(as_json, {"student": student.card.uid, "predictions": shown}, "\n".join(lines))


def said_of(figures: ParseFigures) -> str:
    """Figures for people: of all, and of each language where there are several."""
    rows = {"all": figures.overall} | (figures.languages if len(figures.languages) > 1 else {})
    lines = []
    for name, one in rows.items():
        shares = ((title, getattr(one, figure)) for figure, title in MATCHES.items())
        said = ", ".join(
            f"{what} {100 * of.value:.1f} ({100 * of.low:.1f} to {100 * of.high:.1f})" for what, of in shares
        )
        lines.append(f"{name}: {one.utterances} utterances; {said}; {one.unreadable} without a parse")
    return "\n".join(lines)


def _opened(folder: Path, device: str) -> Parser:
    told = settings_of()
    return load_parser(folder, cache=told.weights_dir, device=device or told.device or None)


def _material(
    project: str, files: list[Path], form: ParseForm, fields: Fields, language: str, how: ParserSettings
) -> tuple[ParserData, dict[str, str]]:
    """What to learn from, and name → SHA-256 of where it is from."""
    if bool(project) == bool(files):
        raise InvalidValue(
            "training data", value="both" if project else "none", remedy="Name a project, or give --data FILE."
        )
    if project:
        store, found = open_project(project)
        material = accepted_material(store, found.id)
        with store.read() as session:
            schema = load_parses(found.id, session=session)
        assert schema is not None  # its form was asked for
        learnt = parser_data(material.utterances, schema, how.held_out, seed=how.seed, families=material.families)
        return learnt, {f"accepted examples of {found.name}": material.sha256}
    utterances: list[Utterance] = []
    for file in files:
        utterances += read_parsed(file, text=fields[0], parse=fields[1], language=language).utterances
    learnt = parser_data(utterances, schema_of(utterances, form), how.held_out, seed=how.seed)
    return learnt, named_sources(files, [file_hash(file) for file in files])


def _show_progress(now: ParserProgress) -> None:
    ends = "\r" if sys.stderr.isatty() else "\n"
    if sys.stderr.isatty() or now.step % 10 == 0 or now.step == now.steps:
        said = f"step {now.step} of {now.steps}, loss {now.loss:.3f}, held-out parses right {now.exact_match:.3f} "
        typer.echo(said + ends, err=True, nl=False)
