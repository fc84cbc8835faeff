"""Ordering utterances from a teacher."""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from backend.domain.errors import TeachsetError
from backend.domain.request import Include, Request
from backend.methods import methods, writes_parses
from backend.teacher.no_teacher import NO_TEACHER
from backend.teacher.protocol import Sampling
from commands.console import AsJson, Name, open_project, say
from jobs.estimating import estimate_generation, job_cost, spent
from jobs.generating import cancel_generation, fresh_seed, needs_teacher, order_generation, style_for, usual_method
from jobs.running import job_status, see_through, wait_until_ended
from jobs.settings import settings
from storage.outputs import Yield
from storage.tables import Job

CANCEL_SECONDS = 10.0


def generate(
    name: Name,
    intent: Annotated[str, typer.Option()],
    method: Annotated[str, typer.Option(help="See `methods`; the first of them for the project's kind.")] = "",
    language: str = "",
    include: Annotated[list[str] | None, typer.Option(help="slot=value or slot=*; may be repeated.")] = None,
    no_slots: Annotated[bool, typer.Option(help="Ask for utterances without slots.")] = False,
    count: Annotated[int, typer.Option("-n", help="Raw outputs to sample.")] = 20,
    seed: Annotated[int | None, typer.Option(help="Another one for every job when left out.")] = None,
    teacher: str = "",
    style: Annotated[str, typer.Option(help="instruct or tuned; what the teacher reads best when left out.")] = "",
    examples: int = 10,
    temperature: float = Sampling.temperature,
    grammar: Annotated[
        bool, typer.Option(help="Hold the teacher to well-formed replies with the labels asked for.")
    ] = True,
    estimate: Annotated[bool, typer.Option("--estimate", help="Say what it would come to, and send nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have the teacher write labelled utterances; without --include, with the slots of the seeds."""
    store, project = open_project(name)
    method = method or usual_method(store, project.id)
    teacher = (teacher or project.teacher) if needs_teacher(method) else NO_TEACHER
    asked = tuple(Include.parse(item) for item in include or [])
    request = Request(
        intent=intent,
        language=language or project.language,
        include=asked if asked or no_slots else None,
        count=count,
        method=method,
        style=style or style_for(teacher, method),
        examples=examples,
        seed=fresh_seed(store, project.id) if seed is None else seed,
        grammar=grammar,
    )
    sampling = Sampling(temperature=temperature)
    if estimate:
        expected = estimate_generation(store, project.id, request, teacher=teacher, sampling=sampling)
        say(as_json, {"teacher": teacher, **asdict(expected)}, expected.text)
        return
    job, new = order_generation(store, project.id, request, sampling=sampling, teacher=teacher)
    if not new:
        typer.echo("The same request is being worked on already; this follows that job.", err=True)
    try:
        job, counts = see_through(store, settings(), job.uid, _show_progress)
    except KeyboardInterrupt:
        if new:
            cancel_generation(store, job.uid)
            wait_until_ended(partial(job_status, store, job.uid), CANCEL_SECONDS)
        raise
    if job.status == "failed":
        raise TeachsetError(f"the job failed: {job.error.rstrip('.')}")
    result = {
        "raw": counts.raw,
        "kept": counts.kept,
        "dropped": counts.dropped,
        "seconds": round(job.seconds, 2),
        "tokens": counts.tokens,
        "input_tokens": counts.input_tokens,
        "cost": job_cost(job, counts),
        "seed": job.request["seed"],
        "job": job.uid,
        "status": job.status,
    }
    bill = spent(job, counts)
    said = f"{counts.kept} of {counts.raw} kept; dropped: {counts.dropped or 'none'}."
    say(as_json, result, f"{said} {bill}." if bill else said)


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


def _show_progress(job: Job, counts: Yield) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{job.phase or job.status}: {counts.raw} of {job.total}, {counts.kept} kept ", err=True, nl=False)
