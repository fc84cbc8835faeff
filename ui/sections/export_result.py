"""Writing the export, and the files that the last ones left."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from backend.formats.export import ExportResult
from jobs.exporting import export_dataset
from jobs.settings import settings
from storage.tables import Project
from ui.last_exports import exported_at, last_exports, state_of
from ui.layout import muted, strong
from ui.messages import counted
from ui.sections.export_form import FORMAT_NAMES, Order
from ui.store import store

_GONE = {
    "changed": "The data file was replaced or changed since; export again.",
    "missing": "The data file is not there any more; export again.",
}


def write(project: Project, order: Order) -> None:
    """Write the files with a bar for progress, and say how many examples they hold.

    Raises:
        InvalidValue: nothing matches (any more).
        Unavailable: the disk is full, or the folder cannot be written to.
    """
    bar = st.progress(0.0, "Writing")

    def show(done: int, total: int) -> None:
        bar.progress(done / total, f"{done:,} of {total:,} written")

    try:
        written = export_dataset(
            store(),
            project.id,
            fmt=order.format,
            folder=settings().export_dir,
            wanted=order.wanted,
            include_seeds=order.wanted.seeds,
            progress=show,
            shares=order.shares,
        )
    finally:
        bar.empty()
    sides = ", ".join(f"{count:,} {side}" for side, count in written.manifest.counts.get("split", {}).items())
    st.success(
        f"{counted(written.manifest.rows, 'example')} written, read again and compared."
        + (f" Split into {sides}." if sides else ""),
        icon=":material/check:",
    )


def draw_exports(project: Project) -> None:
    """The last export of each format, the latest first: its files for download, and its manifest."""
    exports = last_exports(settings().export_dir, project.id, project.name, since=project.created_at)
    if exports:
        st.subheader("Last export" if len(exports) == 1 else "Last exports", anchor=False)
    for export in exports:
        _draw(export)


def _draw(export: ExportResult) -> None:
    manifest, format = export.manifest, export.path.suffix.removeprefix(".")
    at = f"{exported_at(export):%d %b %Y, %H:%M} UTC"
    with st.container(border=True, key=f"export-{format}"):
        strong(f"{FORMAT_NAMES[format]} · {counted(manifest.rows, 'example')} · {at}", key=format)
        muted(str(export.path.absolute()), key=f"path-{format}")
        state = state_of(export)
        if state != "sound":
            st.warning(_GONE[state], icon=":material/warning:")
        else:
            with st.container(horizontal=True):
                _download("Download the data", export.path, f"download-data-{format}", primary=True)
                _download("Download the manifest", export.manifest_path, f"download-manifest-{format}", primary=False)
        with st.expander("Manifest", icon=":material/receipt_long:"):
            st.code(manifest.to_json(), language="json", wrap_lines=True)


def _download(label: str, path: Path, key: str, *, primary: bool) -> None:
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
