"""Writing the export, and the two files that came of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from backend.formats.export import ExportResult
from jobs.exporting import export_dataset
from jobs.settings import settings
from storage.tables import Project
from ui.messages import counted
from ui.sections.export_form import Order
from ui.store import store

_RESULT = "export.result"


def write(project: Project, order: Order) -> None:
    """Write the files with a bar for progress, and keep the result for this session.

    Raises:
        InvalidValue: nothing matches (any more).
        Unavailable: the disk is full, or the folder cannot be written to.
    """
    st.session_state.pop(_RESULT, None)
    bar = st.progress(0.0, "Writing")

    def show(done: int, total: int) -> None:
        bar.progress(done / total, f"{done:,} of {total:,} written")

    try:
        result = export_dataset(
            store(),
            project.id,
            fmt=order.format,
            folder=settings().export_dir,
            wanted=order.wanted,
            include_seeds=order.wanted.seeds,
            progress=show,
        )
    finally:
        bar.empty()
    st.session_state[_RESULT] = (project.id, result)


def draw_result(project: Project) -> None:
    """Name the files that were written last, offer them for download, show the manifest."""
    project_id, result = st.session_state.get(_RESULT, (None, None))
    if project_id != project.id or result is None:
        return
    written: ExportResult = result
    with st.container(border=True, key="export-result"):
        st.success(
            f"{counted(written.manifest.rows, 'example')} written, read again and compared.", icon=":material/check:"
        )
        st.text(str(written.path.absolute()))
        with st.container(horizontal=True):
            _download("Download the data", written.path, "download-data", primary=True)
            _download("Download the manifest", written.manifest_path, "download-manifest", primary=False)
        st.subheader("Manifest", anchor=False)
        st.code(written.manifest.to_json(), language="json", wrap_lines=True)


def _download(label: str, path: Path, key: str, *, primary: bool) -> None:
    if not path.is_file():
        st.text(f"{path.name} is not there any more; export again.")
        return
    st.download_button(
        label,
        data=path.read_bytes,
        file_name=path.name,
        mime="application/octet-stream",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
        key=key,
    )
