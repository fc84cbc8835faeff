"""Training a student, measuring it, asking it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Annotated, Any

import typer

from backend.datasets.annotated import Annotated as AnnotatedFile
from backend.datasets.annotated import read_annotated
from backend.domain.errors import InvalidValue
from backend.domain.notation import write_typed
from backend.domain.utterance import Utterance
from backend.students.card import note_figures
from backend.students.data import StudentData, student_data
from backend.students.latency import latency
from backend.students.metrics import Figures, evaluate
from backend.students.packaged import DEFAULT_ENCODER
from backend.students.parsing.card import is_parser
from backend.students.parsing.settings import ParserSettings
from backend.students.settings import StudentSettings
from backend.students.split import Overlap, overlap
from backend.students.student import Student, load_student
from backend.students.training import Progress, Training
from backend.students.training import train as train_student
from backend.students.widening import widened
from commands.console import AsJson, open_project, say
from commands.parsers import evaluate_on_parses, form_of, predict_parses, train_on_parses
from commands.sources import named_sources
from jobs.settings import settings as settings_of
from jobs.student_data import accepted_material
from jobs.student_widening import in_words, missed_in_words

Language = Annotated[str, typer.Option(help="Of the lines that name none.")]
Split = Annotated[str, typer.Option(help="Only the JSON lines whose field `split` says so.")]
TextField = Annotated[str, typer.Option(help="Of parses: the field or column of the text.")]
ParseField = Annotated[str, typer.Option(help="Of parses: the field or column of the parse.")]
_ITS_OWN = "What the kind of student has when left out."


def train(
    out: Annotated[Path, typer.Option(help="A new folder.")],
    project: Annotated[str, typer.Argument(help="Learn from this project's accepted examples.")] = "",
    data: Annotated[list[Path] | None, typer.Option(help="Or from these files, in any format of `import`.")] = None,
    split: Split = "",
    test: Annotated[Path | None, typer.Option(help="Measure on this file, and note the figures on the card.")] = None,
    test_split: Annotated[str, typer.Option(help="As --split, of the test file.")] = "",
    language: Language = "en",
    form: Annotated[str, typer.Option(help="Files of parses: top, decoupled or exr.")] = "",
    text_field: TextField = "text",
    parse_field: ParseField = "parse",
    encoder: Annotated[str, typer.Option(help="The packaged one, a folder or a hub name.")] = DEFAULT_ENCODER,
    base: Annotated[str, typer.Option(help="Of a student of parses: likewise.")] = ParserSettings.base,
    full: Annotated[bool, typer.Option(help="Of a student of parses: train all weights, without LoRA.")] = False,
    pooling: str = StudentSettings.pooling,
    balance: Annotated[str, typer.Option(help="weights, sampling or none")] = StudentSettings.balance,
    learning_rate: Annotated[float | None, typer.Option(help=_ITS_OWN)] = None,
    passes: Annotated[int | None, typer.Option(help=_ITS_OWN)] = None,
    batch_tokens: Annotated[int | None, typer.Option(help=_ITS_OWN)] = None,
    held_out: float = StudentSettings.held_out,
    patience: Annotated[int | None, typer.Option(help=_ITS_OWN)] = None,
    seed: int = 0,
    device: str = "",
    dtype: str = "",
    as_json: AsJson = False,
) -> None:
    """Train a student on a project's accepted examples, or on annotated files: of intents and slots, or of parses."""
    told = {"learning_rate": learning_rate, "passes": passes, "batch_tokens": batch_tokens, "patience": patience}
    given: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    given |= {"held_out": held_out, "dtype": dtype or None, "seed": seed}
    kind = form_of(project, form)
    if kind is not None:
        settings = ParserSettings(base=base, full=full, **given)
        train_on_parses(
            project, data or [], test, out, kind, settings,
            fields=(text_field, parse_field), language=language, device=device, as_json=as_json,
        )  # fmt: skip
        return
    how = StudentSettings(encoder=encoder, pooling=pooling, balance=balance, **given)
    tested = read_annotated(test, language=language, split=test_split or None) if test else None
    learnt, sources, refused = _material(project, data or [], language, split, how)
    typer.echo(f"{len(learnt.teaching)} utterances to learn from, {refused} lines left out.", err=True)
    wide = widened((one.text, one.spans) for one in (*learnt.teaching, *learnt.measuring))
    if wide.spans:
        typer.echo(in_words(wide), err=True)
    shared = overlap((*learnt.teaching, *learnt.measuring), tested.utterances) if tested else Overlap((), ())
    also = (
        f"Of the test utterances, {len(shared.exact)} are in the training data, and {len(shared.delexicalised)} but "
        "for the values of their slots."
    )
    if tested is not None:
        typer.echo(also, err=True)  # before minutes are spent on a test that says little
    order = Training(learnt, how, sources, device=device or settings_of().device or None)
    train_student(order, out, progress=_show_progress)
    result: dict[str, Any] = {"out": str(out), "utterances": len(learnt.teaching), "refused": refused}
    result["widened"] = asdict(wide)
    student = load_student(out, device=order.device)
    result["result"] = student.card["result"]
    if tested is None:
        say(as_json, result, f"Trained: the student is in {out}.")
        return
    figures = measured(student, tested)
    note_figures(out, tested.name, figures)
    result |= {"figures": asdict(figures)}
    result |= {"overlap": {"exact": len(shared.exact), "delexicalised": len(shared.delexicalised)}}
    say(as_json, result, f"{_said(figures)}\n{also}\nTrained: the student is in {out}.")


def evaluate_student(
    student: Annotated[Path, typer.Argument(help="A folder that `train` wrote.")],
    file: Annotated[Path, typer.Argument(help="Annotated utterances.")],
    split: Split = "",
    language: Language = "en",
    text_field: TextField = "text",
    parse_field: ParseField = "parse",
    sample: Annotated[int, typer.Option(help="Of parses: so many lines, always the same; 0 for all.")] = 0,
    device: str = "",
    as_json: AsJson = False,
) -> None:
    """Measure a student on annotated utterances: intents, slots, whole frames, and how long it takes; or parses."""
    if is_parser(student):
        evaluate_on_parses(
            student, file, fields=(text_field, parse_field), language=language, sample=sample, device=device,
            as_json=as_json,
        )  # fmt: skip
        return
    tested = read_annotated(file, language=language, split=split or None)
    opened = load_student(student, device=device or settings_of().device or None)
    figures = measured(opened, tested)
    taken = latency(opened, [one.text for one in tested.utterances[:100]])
    result = {"student": opened.uid, "file": tested.name, "refused": len(tested.refused), "figures": asdict(figures)}
    said = f"{_said(figures)}\nOne prediction takes {taken.median:.1f} ms (median of {taken.count})."
    say(as_json, result | {"milliseconds": asdict(taken)}, said)


def predict(
    student: Annotated[Path, typer.Argument(help="A folder that `train` wrote.")],
    texts: Annotated[list[str], typer.Argument(help="What a user would say.")],
    device: str = "",
    as_json: AsJson = False,
) -> None:
    """Ask a student for the intent and slots of texts, or for their parses."""
    if is_parser(student):
        predict_parses(student, texts, device=device, as_json=as_json)
        return
    opened = load_student(student, device=device or settings_of().device or None)
    said = opened.predict(texts)
    shown = [
        {
            "text": text,
            "intent": one.intent,
            "confidence": round(one.confidence, 4),
            "spans": [
                {"start": s.start, "end": s.end, "slot": s.slot, "value": text[s.start : s.end]} for s in one.spans
            ],
        }
        for text, one in zip(texts, said, strict=True)
    ]
    lines = [
        f"{one.intent}\t{one.confidence:.2f}\t{write_typed(Utterance(text, one.intent, spans=one.spans))}"
        for text, one in zip(texts, said, strict=True)
    ]
    say(as_json, {"student": opened.uid, "predictions": shown}, "\n".join(lines))


def measured(student: Student, tested: AnnotatedFile) -> Figures:
    """A student's figures on the utterances of a file."""
    return evaluate(tested.utterances, student.predict([one.text for one in tested.utterances]))


def _material(
    project: str, files: list[Path], language: str, split: str, how: StudentSettings
) -> tuple[StudentData, dict[str, str], int]:
    """What to learn from, name → SHA-256 of where it is from, and how many lines were left out."""
    if bool(project) == bool(files):
        raise InvalidValue(
            "training data", value="both" if project else "none", remedy="Name a project, or give --data FILE."
        )
    if project:
        store, found = open_project(project)
        material = accepted_material(store, found.id)
        learnt = student_data(
            material.utterances, how.held_out, seed=how.seed, labels=material.labels, families=material.families
        )
        return learnt, {f"accepted examples of {found.name}": material.sha256}, 0
    read = [read_annotated(path, language=language, split=split or None) for path in files]
    utterances = [utterance for file in read for utterance in file.utterances]
    learnt = student_data(utterances, how.held_out, seed=how.seed)
    return learnt, named_sources(files, [file.sha256 for file in read]), sum(len(file.refused) for file in read)


def _said(figures: Figures) -> str:
    rows = {"all": figures.overall} | (figures.languages if len(figures.languages) > 1 else {})
    missed = missed_in_words(figures.widened)
    return (f"{missed}\n" if missed else "") + "\n".join(
        f"{name}: {one.utterances} utterances; "
        + ", ".join(
            f"{what} {100 * of.value:.1f} ({100 * of.low:.1f} to {100 * of.high:.1f})"
            for what, of in (
                ("intent accuracy", one.intent_accuracy),
                ("slot F1", one.slot_f1),
                ("frame accuracy", one.frame_accuracy),
            )
        )
        for name, one in rows.items()
    )


def _show_progress(now: Progress) -> None:
    ends = "\r" if sys.stderr.isatty() else "\n"
    if sys.stderr.isatty() or now.step % 10 == 0 or now.step == now.steps:
        measured = "" if isnan(now.frame_accuracy) else f", held-out frames right {now.frame_accuracy:.3f}"
        typer.echo(f"step {now.step} of {now.steps}, loss {now.loss:.3f}{measured} {ends}", err=True, nl=False)
