"""The reviewer's name, remembered for a browser in a cookie: only an answer over HTTP can set one.

So the page that a name was typed on shows an image of no size, and the server answers to it with the cookie.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote, unquote, urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import backend.domain.names as names

PATH = "/remember-reviewer"
NAME = "name"
COOKIE = "teachset-reviewer"
A_YEAR = 365 * 24 * 3600
FROM_ITS_OWN_PAGE = ("same-origin", "none", None)
"""Of `Sec-Fetch-Site`; None from a browser that does not say it. A foreign page is to name nobody."""


def remembered_reviewer() -> str:
    """Who this browser belonged to when the page was opened; "" where nobody has typed a name in it."""
    return names.reviewer_name(unquote(st.context.cookies.get(COOKIE, "")))


def remember_reviewer(name: str) -> None:
    """Draw what has this browser remember the name, or forget it where it is ""."""
    with st.container(key="remember-reviewer"):
        st.html(f'<img src="{escape(PATH[1:] + "?" + urlencode({NAME: name}))}" alt="">')


async def _remember(request: Request) -> Response:
    if request.headers.get("sec-fetch-site") not in FROM_ITS_OWN_PAGE:
        return Response(status_code=403)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    name = names.reviewer_name(request.query_params.get(NAME, ""))
    answer.set_cookie(
        COOKIE,
        quote(name, safe=""),
        max_age=A_YEAR if name else 0,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


REMEMBER_ROUTE = Route(PATH, _remember)
