"""What stands in place of the button while a request cannot be ordered: nobody asked for it yet, so it is no error."""

from __future__ import annotations

from backend.domain.errors import InvalidValue
from storage.examples import count_by_language
from storage.filters import ExampleFilter
from ui.layout import empty_state
from ui.state import link
from ui.store import store


def draw_lack(project_id: int, intent: str, lack: InvalidValue) -> None:
    """Say what the request lacks, with the way to seeds where nothing of its intent is accepted."""
    with store().read() as session:
        accepted = count_by_language(project_id, ExampleFilter(intent=intent, status="accepted"), session=session)
    with empty_state("This cannot be ordered yet", str(lack), icon=":material/edit_note:", key="lack"):
        if not accepted:
            link("schema", "Write seeds", seeds_of=intent)
