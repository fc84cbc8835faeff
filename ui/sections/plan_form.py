"""What a plan is to cover; every choice is kept in the address."""

from __future__ import annotations

import streamlit as st

from backend.domain.request import Request
from backend.domain.schema import Schema
from jobs.generating import fresh_seed, method_description, method_names, style_for
from jobs.planning import MOST_OUTPUTS, PlanOrder
from jobs.writers import NO_TEACHER, has_values_proposed, writer_for
from storage.tables import Project
from ui.layout import muted
from ui.sections.choices import languages_choice
from ui.sections.request_form import more_new_values_choice
from ui.store import store

FILL, IN_ALL = "Fill the targets", "So many in all"
BY_RULE = "rule, without a teacher"


def usual_order(project: Project, schema: Schema) -> PlanOrder:
    """What the form asks for before anything is chosen: all intents up to their targets."""
    methods = method_names(schema.parses)[:1]
    names = tuple(one.name for one in schema.intents)
    return PlanOrder(names, (project.language,), tuple(methods), seed=fresh_seed(store(), project.id))


def plan_form(project: Project, schema: Schema) -> PlanOrder:
    """Ask for intents, languages, methods, and how much.

    Raises:
        InvalidValue: a language that cannot be, or none, or no method.
    """
    names = [one.name for one in schema.intents]
    intents = st.multiselect("Intents", names, key="plan_intents", bind="query-params", placeholder=f"all {len(names)}")
    left, right = st.columns(2)
    with left:
        languages = languages_choice("Languages", project.id, key="plan_languages", default=project.language)
    with right:
        known = method_names(schema.parses)
        methods = st.multiselect("Methods", known, known[:1], key="plan_methods", bind="query-params")
    for method in methods:
        who = written_by(project.teacher, names[0], method)
        muted(f"{method}: {method_description(method)} Written by {who}.", key=f"plan-{method}")
    how = st.segmented_control(
        "How much",
        [FILL, IN_ALL],
        default=FILL,
        key="plan_how",
        bind="query-params",
        required=True,
        help="Targets are set on the Progress page. A number in all goes to what lacks most of its target; "
        "what is left of it makes intents without a target even.",
    )
    total = None
    if how == IN_ALL:
        total = st.number_input(
            "Raw outputs in all", 1, MOST_OUTPUTS, 200, step=100, key="plan_total", bind="query-params", width=220
        )
    more_new_values = False
    if any(_has_values_proposed(project.teacher, names[0], method) for method in methods):
        more_new_values = more_new_values_choice("plan_more_new_values")
    return PlanOrder(
        tuple(intents or names),
        languages,
        tuple(methods),
        total=int(total) if total is not None else None,
        seed=fresh_seed(store(), project.id),
        more_new_values=more_new_values,
    )


def written_by(teacher: str, intent: str, method: str) -> str:
    """Who writes for a method: the project's teacher, the base that it was tuned on, or nobody.

    Args:
        teacher: the project's. intent: any of its intents.
    """
    writer = writer_for(teacher, Request(intent, method=method, style=style_for(teacher, method)))
    return BY_RULE if writer == NO_TEACHER else writer


def _has_values_proposed(teacher: str, intent: str, method: str) -> bool:
    return has_values_proposed(teacher, Request(intent, method=method, style=style_for(teacher, method)))
