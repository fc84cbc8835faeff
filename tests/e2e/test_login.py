"""A server for a team: nothing is shown before somebody has logged in, and decisions carry that name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jobs.opening import open_store
from storage.decisions import decisions_of
from tests.e2e.conftest import Product
from tests.e2e.oidc import CLIENT, provider
from tests.e2e.prepared import prepared_candidates, prepared_project, scripted_teacher

pytestmark = pytest.mark.browser

EMAIL = "ada@example.invalid"


class Guarded(Product):
    """A product of a person whose secrets name a provider."""

    def __init__(self, folder: Path, issuer: str) -> None:
        super().__init__(folder)
        secrets = folder / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text(
            f"""[auth]
redirect_uri = "http://127.0.0.1:{self.port}/oauth2callback"
cookie_secret = "only of this test, and long enough"
client_id = "{CLIENT}"
client_secret = "secret"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""
        )

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "HOME": str(self.folder)}  # where Streamlit looks for secrets


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    with provider(EMAIL) as found:
        made = Guarded(tmp_path, found.address)
        made.start()
        yield made
        made.kill()


def test_whoever_logs_in_reviews_under_that_name_and_nobody_else_sees_anything(
    guarded: Guarded, page: Page, tmp_path: Path
) -> None:
    store = open_store(guarded.settings)
    project = prepared_project(store, "Team", teacher=scripted_teacher(tmp_path))
    (one,) = prepared_candidates(store, project, "water the [plant : fern] [time : tonight]")
    page.goto(guarded.url("review", project="Team", reviewer="mallory"))
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    expect(page.get_by_text("Team", exact=True)).to_have_count(0)
    expect(page.get_by_test_id("card")).to_have_count(0)

    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.goto(guarded.url("review", project="Team", reviewer="mallory"))
    expect(page.get_by_label("Reviewer")).to_have_value(EMAIL)
    expect(page.locator(f"[data-testid=card][data-example='{one.id}'][data-painted=true]")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_test_id("unsaved")).to_have_text("unsaved: 0")
    with store.read() as session:
        assert [(made.action, made.reviewer) for made in decisions_of(one.id, session=session)] == [("accept", EMAIL)]
    store.close()

    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    expect(page.get_by_text("Team", exact=True)).to_have_count(0)
