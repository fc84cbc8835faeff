"""Ordering utterances from a teacher."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any

import typer

from backend.domain.errors import TeachsetError
from backend.domain.language import language_code, language_name
from backend.domain.request import Include, Request
from backend.methods import methods, writes_parses
from backend.ordering import usual_sampling
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.protocol import Sampling
from commands.asking_options import MoreNewValues, Temperature, Wording
from commands.console import AsJson, Name, open_project, say
from jobs.estimating import estimate_generation, job_cost, spent
from jobs.generating import cancel_generation, fresh_seed, needs_teacher, order_generations, style_for, usual_method
from jobs.grammar_note import grammar_note, was_held, written_freely
from jobs.running import job_status, see_through, wait_until_ended
from jobs.settings import settings
from jobs.writers import require_values_proposed
from storage.engine import Store
from storage.outputs import Yield
from storage.tables import ACTIVE_JOB, Job

CANCEL_SECONDS = 10.0


def generate(
    name: Name,
    intent: Annotated[str, typer.Option()],
    method: Annotated[str, typer.Option(help="See `methods`; the first of them for the project's kind.")] = "",
    language: Annotated[
        list[str] | None, typer.Option(help="A code or a name; may be repeated; the project's when left out.")
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option(help="slot=value or slot=*, of parses LABEL=*; may be repeated.")
    ] = None,
    no_slots: Annotated[bool, typer.Option("--no-slots", help="Ask for utterances without slots.")] = False,
    count: Annotated[int, typer.Option("-n", help="Raw outputs to sample, in each language.")] = 20,
    seed: Annotated[int | None, typer.Option(help="Another one for every job when left out.")] = None,
    teacher: str = "",
    style: Annotated[str, typer.Option(help="instruct or tuned; what the teacher reads best when left out.")] = "",
    examples: int = 10,
    temperature: Temperature = None,
    wording: Wording = None,
    grammar: Annotated[
        bool, typer.Option(help="Hold the teacher to well-formed replies with the labels asked for.")
    ] = True,
    more_new_values: MoreNewValues = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Say what it would come to, and send nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have the teacher write labelled utterances; without --include, with the slots or labels of the seeds."""
    store, project = open_project(name)
    method = method or usual_method(store, project.id)
    teacher = (teacher or project.teacher) if needs_teacher(method) else NO_TEACHER
    asked = tuple(Include.parse(item) for item in include or [])
    first = Request(
        intent=intent,
        include=asked if asked or no_slots else None,
        count=count,
        method=method,
        style=style or style_for(teacher, method),
        examples=examples,
        seed=fresh_seed(store, project.id) if seed is None else seed,
        grammar=grammar,
        more_new_values=more_new_values,
    )
    codes = dict.fromkeys(language_code(one) for one in language or [project.language])
    requests = [replace(first, language=code) for code in codes]
    require_values_proposed(teacher, requests)
    sampling = usual_sampling(first.style, temperature, wording)
    note = grammar_note(store, teacher, first)
    if note:
        typer.echo(note.text, err=True)
    if estimate:
        _say_estimates(store, project.id, requests, teacher, sampling, as_json)
        return
    ordered = order_generations(store, project.id, requests, sampling=sampling, teacher=teacher)
    if not all(new for _job, new in ordered):
        typer.echo("The same request is being worked on already; this follows that job.", err=True)
    try:
        ended = see_through(store, settings(), [job.uid for job, _new in ordered], _show_progress)
    except KeyboardInterrupt:
        for job, new in ordered:
            if new and job_status(store, job.uid) in ACTIVE_JOB:
                cancel_generation(store, job.uid)
        for job, _new in ordered:
            wait_until_ended(partial(job_status, store, job.uid), CANCEL_SECONDS)
        raise
    _say_ended(ended, as_json)


def list_methods(as_json: AsJson = False) -> None:
    """The methods of making labelled utterances."""
    known = [
        {
            "name": one.name,
            "description": one.description,
            "teacher": one.needs_teacher,
            "tunable": bool(one.tuned_templates),
            "kind": "parses" if writes_parses(one.name) else "slots",
        }
        for one in methods()
    ]
    say(as_json, {"methods": known}, "\n".join(f"{one['name']}\t{one['description']}" for one in known))


def _say_estimates(
    store: Store, project_id: int, requests: Sequence[Request], teacher: str, sampling: Sampling, as_json: bool
) -> None:
    """What the requests would come to: of a single one as it is, of several one by one."""
    found = {
        request.language: estimate_generation(store, project_id, request, teacher=teacher, sampling=sampling)
        for request in requests
    }
    if len(found) == 1:
        (only,) = found.values()
        say(as_json, {"teacher": teacher, **asdict(only)}, only.text)
        return
    each = [{"language": code, **asdict(one)} for code, one in found.items()]
    said = "\n".join(f"{language_name(code)}: {one.text}" for code, one in found.items())
    say(as_json, {"teacher": teacher, "languages": each}, said)


def _say_ended(ended: Sequence[tuple[Job, Yield]], as_json: bool) -> None:
    """What came of the jobs together, and, of several, of each.

    Raises:
        TeachsetError: a job failed; what the others wrote is kept.
    """
    failed = [job for job, _counts in ended if job.status == "failed"]
    if failed:
        of = "the job" if len(ended) == 1 else f"the job in {language_name(failed[0].language)}"
        raise TeachsetError(f"{of} failed: {failed[0].error.rstrip('.')}")
    each = [_outcome(job, counts) for job, counts in ended]
    dropped = sum((Counter(counts.dropped) for _job, counts in ended), Counter[str]())
    costs = [one["cost"] for one in each if one["cost"] is not None]
    result = {
        **each[0],
        **{name: sum(one[name] for one in each) for name in ("raw", "kept", "tokens", "input_tokens")},
        "seconds": round(sum(job.seconds for job, _counts in ended), 2),
        "dropped": dict(dropped),
        "cost": sum(costs) if costs else None,
        "status": next((job.status for job, _counts in ended if job.status != "done"), "done"),
        "jobs": each,
    }
    say(as_json, result, "\n".join(_told(job, counts, several=len(ended) > 1) for job, counts in ended))


def _outcome(job: Job, counts: Yield) -> dict[str, Any]:
    return {
        "language": job.language,
        "teacher": job.teacher,
        "raw": counts.raw,
        "kept": counts.kept,
        "dropped": counts.dropped,
        "seconds": round(job.seconds, 2),
        "tokens": counts.tokens,
        "input_tokens": counts.input_tokens,
        "held_to_grammar": was_held(job),
        "cost": job_cost(job, counts),
        "seed": job.request["seed"],
        "job": job.uid,
        "status": job.status,
    }


def _told(job: Job, counts: Yield, *, several: bool) -> str:
    bill = spent(job, counts)
    said = f"{counts.kept} of {counts.raw} kept; dropped: {counts.dropped or 'none'}."
    said = f"{language_name(job.language)}: {said}" if several else said
    freely = written_freely(job)
    said = f"{said} {freely}" if freely else said
    return f"{said} {bill}." if bill else said


def _show_progress(job: Job, counts: Yield) -> None:
    if sys.stderr.isatty():
        at = f"{job.language} {job.phase or job.status}"
        typer.echo(f"\r{at}: {counts.raw} of {job.total}, {counts.kept} kept ", err=True, nl=False)
