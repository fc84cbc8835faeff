"""Choices in a popover: kept in the address, and cleared for good.

While a popover is closed the browser keeps what was chosen in it, whatever the server sets, and sends it again with the
next thing that is asked of the server. So after each Clear its widgets have other keys, under which nothing was chosen,
and the address is kept here: a bound widget would be called there by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

_CLEARED = "behind.cleared"


def key_of(name: str) -> str:
    """The key of the widget that the address calls `name`."""
    times = st.session_state.get(_CLEARED, 0)
    return f"{name}.{times}" if times else name


def is_set(name: str) -> bool:
    """Whether something is chosen, also before the widget is drawn."""
    key = key_of(name)
    return bool(st.session_state[key] if key in st.session_state else st.query_params.get(name))


def key_with(name: str, read: Callable[[str], object | None], usual: object = None) -> str:
    """The key for a widget that is drawn now; it holds what the address says until something else is chosen.

    Args:
        read: of what the address says, what is chosen; None for nothing that can be.
        usual: held where the address says nothing.
    """
    key = key_of(name)
    if key not in st.session_state:
        given = read(st.query_params.get(name, ""))
        if given is not None or usual is not None:
            st.session_state[key] = usual if given is None else given
    return key


def keep(name: str, chosen: object) -> None:
    """Have the address say what is chosen; None for nothing, and for what is usual."""
    if chosen is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(chosen)


def choice(
    label: str,
    name: str,
    options: Iterable[str],
    *,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> str | None:
    """One of the options, or none."""
    known = list(options)
    key = key_with(name, lambda said: said if said in known else None)
    chosen = st.selectbox(
        label, known, None, placeholder="any", key=key, disabled=not known, help=help, on_change=on_change
    )
    keep(name, chosen)
    return chosen


def clear(names: Iterable[str]) -> None:
    """For a callback: nothing is chosen under these from the next run on; under others it is what the address says."""
    for name in names:
        st.query_params.pop(name, None)
    st.session_state[_CLEARED] = st.session_state.get(_CLEARED, 0) + 1
