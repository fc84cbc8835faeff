"""Export: the accepted examples as a file that a trainer reads."""

from __future__ import annotations

from storage.examples import count_examples
from storage.filters import ExampleFilter
from ui.layout import empty_state, heading
from ui.messages import errors_shown
from ui.sections.export_form import export_form
from ui.sections.export_left_out import draw_left_out
from ui.sections.export_result import draw_exports, write
from ui.services import schema_of
from ui.state import link, require_project
from ui.store import store


def page() -> None:
    project = require_project()
    heading("export", project)
    with store().read() as session:
        accepted = count_examples(project.id, ExampleFilter(status="accepted"), session=session)
    if not accepted:
        with empty_state(
            "Nothing accepted yet",
            "Seeds count as accepted. Write some, or generate candidates and accept those that are right.",
            icon=":material/download:",
            key="export",
        ):
            link("schema", "Write seeds")
            link("review", "Review candidates")
        draw_exports(project)
        return
    draw_left_out(project.id)
    with errors_shown():  # shares that leave nothing to train on are refused by the form already
        order = export_form(project.id, schema_of(store(), project.id))
        if order is not None:
            write(project, order)
    draw_exports(project)


page()
