"""Pages, run without a browser and without a worker, on a database of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
HOSTILE = ("<script>alert(1)</script>", "![x](http://example.invalid/x.png)", "=cmd()", "שלום לכולם")
"""What must be shown as text wherever it turns up."""

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Each AppTest reads the metadata of every installed package anew, which takes longer than the page does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def open_page(tables: Path) -> Iterator[OpenPage]:
    """Opens a page in a session of its own; keyword arguments go into the address."""
    st.cache_resource.clear()

    def opened(page: str, project: str | None = None, /, **address: str) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        app.run()
        if page != "projects":
            app.switch_page(f"ui/pages/{page}.py")
        if project is not None:
            app.query_params["project"] = project
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    yield opened
    st.cache_resource.clear()


def texts(app: AppTest) -> str:
    """All that is shown as plain text."""
    return "\n".join(element.value for element in app.text)


def read_as_markdown(app: AppTest) -> str:
    """All that Streamlit reads as Markdown: bodies, headings, alerts, and the labels and help of widgets."""
    bodies = (app.markdown, app.caption, app.title, app.header, app.subheader)
    alerts = (app.error, app.warning, app.info, app.success, app.toast)
    said = [element.value for kind in (*bodies, *alerts) for element in kind]
    widgets = (
        *(app.button, app.checkbox, app.toggle, app.selectbox, app.multiselect, app.text_input, app.text_area),
        *(app.number_input, app.slider, app.segmented_control, app.file_uploader, app.expander),
    )
    labels = [f"{widget.label} {getattr(widget, 'help', '')}" for kind in widgets for widget in kind]
    return "\n".join([*said, *labels])
