"""How often Python looks for garbage while the tests run."""

from __future__ import annotations

import gc

SELDOM = (50_000, 20, 50)


def look_for_garbage_seldom() -> None:
    """Have what is in memory now never looked through again, and what comes after it more seldom.

    A million objects of the libraries, which stay until the end anyway, were looked through again and again: a fifth
    of the time of the tests that only use Python. A process that is forked copied them for that, too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
