"""The Review page as tests open it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[3] / "app.py"


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("ui/pages/review.py")
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.text, *app.subheader, *app.info])
