"""Who may come in: everybody, or where the server has an OpenID Connect provider, whoever logs in."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.layout import empty_state

ICON = ":material/login:"


def logged_in() -> bool:
    """Whether the page may be drawn; where somebody must log in first, that is offered instead.

    Streamlit tells whether anybody is logged in only where `[auth]` stands in its secrets.
    """
    is_logged_in = st.user.to_dict().get("is_logged_in")
    if is_logged_in is None:
        return True
    if is_logged_in:
        _offer_logout()
        return True
    _offer_login(_providers(st.secrets["auth"]))
    return False


def _offer_login(providers: tuple[str, ...]) -> None:
    with empty_state(
        "Log in", "This server is for the people of its team. Decisions carry your name.", icon=ICON, key="login"
    ):
        for provider in providers:
            st.button(
                f"Log in with {provider}", on_click=st.login, args=(provider,), icon=ICON, key=f"login-{provider}"
            )
        if not providers:
            st.button("Log in", on_click=st.login, icon=ICON, type="primary", key="login")


def _offer_logout() -> None:
    with st.sidebar:
        st.button("Log out", on_click=st.logout, icon=":material/logout:", type="tertiary", key="logout")


def _providers(auth: Mapping[str, object]) -> tuple[str, ...]:
    """Names of the providers that have a section of their own; none where `[auth]` itself names the one there is."""
    return tuple(name for name, section in auth.items() if isinstance(section, Mapping))
