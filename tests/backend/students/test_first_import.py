"""transformers, imported for the first time by two threads at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

AT_ONCE = """
import sys
import torch
from threading import Thread
from backend.teacher.seeding import seed_all
from backend.students.model import open_encoder

said = []

def begin():
    while "transformers" not in sys.modules:  # another thread is in the middle of importing it from here on
        pass
    try:
        said.append(type(open_encoder(sys.argv[1])[0]).__name__)
    except BaseException as error:
        said.append(repr(error))

second = Thread(target=begin)
second.start()
seed_all(1)
second.join()
print(said)
"""


def test_a_training_may_begin_while_another_thread_loads_the_first_model_of_the_process(tiny_encoder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", AT_ONCE, str(tiny_encoder)], capture_output=True, text=True)
    assert done.stdout.strip() == "['BertModel']", done.stderr
