"""Throwaway environments for peers: made once in a cache folder, by `venv` and `pip`, never in ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from backend.domain.errors import Unavailable

_DONE = "installed.txt"
_ERROR = re.compile(r"^[\w.]*(Error|Exception)\b|^(CMake )?(error|ERROR|Error)\b|: (fatal )?error:")
"""As Python, pip, CMake and compilers begin the line that says what is wrong."""


def environment(folder: Path, requirements: Sequence[str], **variables: str) -> Path:
    """The Python of an environment with these requirements; made now unless it is there whole.

    Args:
        requirements: as pip takes them; the path of a source archive is one too.
        variables: of the process environment that pip gets on top.

    Raises:
        Unavailable: what pip said, when it could not install them.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = "\n".join(requirements) + "\n"
    done = folder / _DONE
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        tell(f"Making an environment in {folder} with {', '.join(requirements)} ...")
        venv.create(folder, with_pip=True, symlinks=os.name != "nt")
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], **variables)
        done.write_text(wanted, encoding="utf-8")
    return python


def source_archive(folder: Path, requirement: str) -> Path:
    """The source archive of a package, `name==version`; fetched now unless it is there.

    Raises:
        Unavailable: what pip said.
    """
    name, _, version = requirement.partition("==")
    found = folder / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not found.is_file():
        tell(f"Fetching the source of {requirement} ...")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        run([*pip, "--no-binary", ":all:", "--dest", folder, requirement])
    if not found.is_file():
        raise Unavailable("source archive that pip did not leave", value=requirement, where=str(folder))
    return found


def run(command: Sequence[str | Path], **variables: str) -> None:
    """Run a command to its end, with some variables on top of this process's.

    Raises:
        Unavailable: it failed; says its last line that speaks of an error.
    """
    said = [str(part) for part in command]
    done = subprocess.run(said, capture_output=True, text=True, check=False, env={**os.environ, **variables})  # noqa: S603 - our own words
    if done.returncode:
        raise Unavailable(f"command that failed: {error_line(done.stderr or done.stdout)}", value=" ".join(said[:6]))


def error_line(said: str) -> str:
    """The first line that speaks of an error, else the last line that holds something.

    >>> error_line("Collecting a\\nERROR: no version of a\\nbye")
    'ERROR: no version of a'
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if _ERROR.search(line)]
    return next(iter(errors), lines[-1] if lines else "it said nothing")


def tell(message: str) -> None:
    """What is being done, on standard error: the table alone goes to standard output."""
    print(message, file=sys.stderr, flush=True)
