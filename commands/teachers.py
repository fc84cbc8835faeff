"""Teachers: which there are, which one a project uses, and a short trial of it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.request import Include, Request
from commands.console import AsJson, Name, open_project, say
from commands.terms import Agree, ask_to_agree
from jobs.estimating import is_paid_for
from jobs.generating import choose_teacher
from jobs.grammar_note import grammar_note, tried_freely
from jobs.running import follow
from jobs.settings import settings
from jobs.teachers import TeacherView, packaged_teachers, teacher_view, tuned_teachers
from jobs.trying import TrialResult, cancel_teacher_run, estimate_trial, order_trial, trial_result, trial_schema
from storage.tables import ACTIVE_JOB, TeacherRun
from storage.teacher_runs import run_by_uid

teachers = typer.Typer(no_args_is_help=True, help="List, choose and try teachers.")


@teachers.command("list")
def teacher_list(as_json: AsJson = False) -> None:
    """List the packaged teachers and those tuned here; any hub name, folder or server may be used as well."""
    found = (*packaged_teachers(), *tuned_teachers(settings()))
    say(as_json, {"teachers": [asdict(view) for view in found]}, "\n".join(_line(view) for view in found))


@teachers.command("show")
def teacher_show(teacher: str, as_json: AsJson = False) -> None:
    """Show what is known of a teacher without loading it."""
    view = teacher_view(teacher)
    facts = {name: value for name, value in asdict(view).items() if value and name != "tuned"}
    card = asdict(view.tuned) if view.tuned else {}
    lines = [
        f"{name}: {value}" for name, value in (facts | {f"tuned {name}": value for name, value in card.items()}).items()
    ]
    say(as_json, asdict(view), "\n".join(lines))


@teachers.command("use")
def teacher_use(name: Name, teacher: str, agree: Agree = False, as_json: AsJson = False) -> None:
    """Make it the teacher of a project."""
    store, project = open_project(name)
    ask_to_agree(teacher.strip(), given=agree)
    choose_teacher(store, project.id, teacher)
    say(as_json, {"project": project.name, "teacher": teacher.strip()}, f"{project.name} has the teacher {teacher}.")


@teachers.command("try")
def teacher_try(
    name: Name,
    intent: Annotated[str, typer.Option(help="The first one when left out.")] = "",
    include: Annotated[list[str] | None, typer.Option(help="slot=value or slot=*; may be repeated.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a server's tokens are paid for.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have the project's teacher write for ten seconds: where it runs, how fast it is, what it writes."""
    store, project = open_project(name)
    schema, _is_own = trial_schema(store, project.id)
    asked = tuple(Include.parse(item) for item in include or [])
    request = Request(intent or schema.intents[0].name, project.language, asked or None)
    note = grammar_note(store, project.teacher)
    if note:
        typer.echo(note.text, err=True)
    if is_paid_for(project.teacher) and not yes:
        if not sys.stdin.isatty():
            raise InvalidValue("trial of a server's model, which may cost", value=project.teacher, remedy="Give --yes.")
        typer.confirm(estimate_trial(store, project.id, request, teacher=project.teacher).text + " Go on?", abort=True)
    ordered, new = order_trial(store, project.id, request)

    def look() -> TeacherRun:
        with store.read() as session:
            return run_by_uid(ordered.uid, session=session)

    try:
        follow(store, settings(), (ordered.uid,), lambda: look().status not in ACTIVE_JOB)
    except KeyboardInterrupt:
        if new:
            cancel_teacher_run(store, ordered.uid)
        raise
    run = look()
    result = trial_result(run)
    if result is None:
        raise TeachsetError(
            f"the trial {run.status}: {run.error.rstrip('.')}" if run.error else "the trial was cancelled"
        )
    say(as_json, {"teacher": run.teacher, **asdict(result)}, _said(result))


def _line(view: TeacherView) -> str:
    loss = view.tuned.held_out_loss if view.tuned else None
    figures = f"held-out loss {loss:.3f}" if loss is not None else ""
    return "\t".join(part for part in (view.name, view.kind, view.description or figures) if part)


def _said(result: TrialResult) -> str:
    least = "at least " if result.is_lower_bound else ""
    lines = [f"{one.raw}\t{'kept' if not one.check else f'dropped: {one.check}, {one.detail}'}" for one in result.shown]
    speed = f"{least}{result.tokens_per_second:.1f} tokens a second on {result.device} {result.dtype}".rstrip()
    gpu = f", {result.gpu_bytes / 1e9:.1f} GB of the GPU" if result.gpu_bytes else ""
    memory = f"{result.process_bytes / 1e9:.1f} GB{gpu}"
    took = f"{result.kept} of {result.outputs} kept; {speed}; {memory}; loaded in {result.load_seconds:.1f} s."
    freely = tried_freely(result)
    return "\n".join([*lines, took, *([freely] if freely else [])])
