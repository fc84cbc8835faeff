"""Who may import whom, as the README says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"prompts", "backend", "storage", "jobs", "ui", "commands", "bench"}
HEAVY = {"torch", "transformers"}
PEERS = ROOT / "bench" / "peers" / "runners"
"""Programs of other environments than ours."""

ALLOWED = {
    "prompts": ("prompts", "backend.domain"),
    "backend/domain": ("backend.domain",),
    "backend": ("backend", "prompts"),
    "storage": ("storage", "backend.domain"),
    "jobs": ("jobs", "backend", "storage"),
    "ui": ("ui", "jobs", "storage", "backend.domain", "backend.formats"),
    "bench": ("bench", "jobs", "backend", "storage"),
    "commands": ("commands", "jobs", "storage", "backend"),
}


def imports(file: Path, *, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("folder", ALLOWED)
def test_a_folder_imports_only_what_the_house_allows(folder: str) -> None:
    files = list((ROOT / folder).rglob("*.py"))
    assert files, f"{folder} holds no code"
    wrong = {
        f"{file.relative_to(ROOT)} imports {module}"
        for file in files
        for module in imports(file)
        if module.split(".")[0] in OURS and not within(module, ALLOWED[folder])
    }
    assert not wrong


def test_only_teachers_and_students_import_torch_and_only_lazily() -> None:
    for file in (file for folder in OURS for file in (ROOT / folder).rglob("*.py")):
        if file.parent == PEERS:
            continue
        heavy = {module for module in imports(file) if module.split(".")[0] in HEAVY}
        if not heavy:
            continue
        place = file.relative_to(ROOT).as_posix()
        assert place.startswith(("backend/teacher/", "backend/students/")), f"{place} imports {heavy}"
        early = {module for module in imports(file, top_level_only=True) if module.split(".")[0] in HEAVY}
        assert not early, f"{place} imports {early} on loading"


def test_backend_storage_and_jobs_know_no_page() -> None:
    for folder in ("prompts", "backend", "storage", "jobs", "commands"):
        for file in (ROOT / folder).rglob("*.py"):
            assert not any(module.split(".")[0] == "streamlit" for module in imports(file)), file


def test_numbers_are_crunched_in_the_backend_alone_and_insights_without_torch() -> None:
    for folder in ("prompts", "storage", "jobs", "ui", "commands"):
        for file in (ROOT / folder).rglob("*.py"):
            assert "numpy" not in {module.split(".")[0] for module in imports(file)}, file
    for file in (ROOT / "backend" / "insight").rglob("*.py"):
        ours = {module for module in imports(file) if module.split(".")[0] in OURS}
        assert all(within(module, ("backend.domain", "backend.insight")) for module in ours), file
