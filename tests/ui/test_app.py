"""The app as a whole: its pages, and a database that it cannot use."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import text

from storage.engine import Store
from storage.tables import Project
from tests.ui.conftest import ROOT, OpenPage, texts
from ui.state import PAGES


def test_links_of_the_navigation_stay_in_the_project(open_page: OpenPage, project: Project) -> None:
    app = open_page("dataset", "Travel")
    links = [link.proto for link in app.sidebar.get("page_link")]
    assert len(links) == len(PAGES)
    assert {link.query_string for link in links} == {"project=Travel"}


def test_a_database_of_a_newer_version_is_said_and_left_alone(open_page: OpenPage, store: Store) -> None:
    with store.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    app = open_page("projects")
    assert "the database was made by a newer Teachset, version '9999_later'" in texts(app)
    assert "Something needed is not available" in app.error[0].value


def test_every_page_says_what_it_is_for() -> None:
    for page in PAGES.values():
        assert Path(ROOT / page.file).is_file()
        assert page.purpose.endswith(".")
        assert page.icon.startswith(":material/")


def test_the_server_listens_to_this_machine_only_and_tells_nobody() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["allowedHosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert config["server"]["maxUploadSize"] == 25
    assert config["browser"]["gatherUsageStats"] is False
    assert config["runner"]["postScriptGC"] is False
