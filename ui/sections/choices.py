"""Choosing a language or a teacher: the likely ones in a list, any other typed."""

from __future__ import annotations

import streamlit as st

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code, language_name
from jobs.generating import known_teachers
from jobs.settings import settings
from jobs.teachers import tuned_teachers
from storage.examples import distinct_values
from ui.store import store

_LISTED = (
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt-BR pt ro ru sk sl sr "
    "sv sw ta te th tr uk ur vi zh"
)
COMMON = tuple(_LISTED.split())
"""Codes of languages that are offered; any other can be typed."""


def language_choice(label: str, *, key: str, default: str, others: tuple[str, ...] = (), bound: bool = False) -> str:
    """A language, by name; one that is not listed is typed as a code or an English name.

    Args:
        others: codes to list first, such as those that the project holds.

    Returns:
        The code, or what was typed if no language is called so: the domain then refuses it with its message.
    """
    listed = list(dict.fromkeys([default, *others, *sorted(COMMON, key=language_name)]))
    picked = st.selectbox(
        label,
        [language_name(code) for code in listed],
        key=key,
        accept_new_options=True,
        bind="query-params" if bound else None,
        help="Type a code such as `fy`, or an English name, for a language that is not listed.",
    )
    try:
        return language_code(picked)
    except InvalidValue:
        return next((code for code in listed if language_name(code) == picked), picked)


def languages_choice(label: str, project_id: int, *, key: str, default: str) -> tuple[str, ...]:
    """Languages, by name, those first that the project holds; kept in the address.

    Returns:
        Codes, or what was typed where no language is called so: the domain then refuses it with its message.
    """
    with store().read() as session:
        held = distinct_values(project_id, "language", session=session)
    listed = list(dict.fromkeys([default, *held, *sorted(COMMON, key=language_name)]))
    by_name = {language_name(code): code for code in listed}
    picked = st.multiselect(
        label,
        list(by_name),
        [language_name(default)],
        key=key,
        bind="query-params",
        accept_new_options=True,
        help="Type a code such as `fy`, or an English name, for a language that is not listed.",
    )
    return tuple(dict.fromkeys(by_name.get(name) or _code(name) for name in picked))


def _code(typed: str) -> str:
    try:
        return language_code(typed)
    except InvalidValue:
        return typed


def teacher_choice(label: str, *, key: str, default: str) -> str:
    """A teacher: a packaged one, one tuned here, or a hub, folder or server name that is typed."""
    tuned = (teacher.name for teacher in tuned_teachers(settings()))
    known = [*(teacher.name for teacher in known_teachers()), *tuned]
    names = list(dict.fromkeys([default, *known]))
    return st.selectbox(
        label,
        names,
        key=key,
        accept_new_options=True,
        help=(
            "Type a hub name such as `organisation/model`, the path of a folder with a model, or for a server "
            "`openai:MODEL@http://127.0.0.1:8000/v1`. A server's key comes from the environment, not from here."
        ),
    )
