"""What is in the process that `tests.forking` forks."""

from __future__ import annotations

import importlib

from tests.garbage import look_for_garbage_seldom

for _name in ("tests.forking", "jobs.worker", "cli", "streamlit.web.bootstrap", "uvicorn"):
    importlib.import_module(_name)
look_for_garbage_seldom()
