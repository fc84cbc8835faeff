"""How much memory this process holds, and letting go of what a model left behind."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Memory:
    """Bytes: resident of this process, and the most that torch held on the GPU since `reset_peak`, if there is one."""

    process: int
    gpu: int | None = None


def memory_now() -> Memory:
    """What this process holds now."""
    return Memory(psutil.Process().memory_info().rss, _gpu_peak())


def reset_peak() -> None:
    """Begin to watch for the most that is held on the GPU."""
    if _has_gpu():
        import torch

        torch.cuda.reset_peak_memory_stats()


def release() -> None:
    """Give back what no longer belongs to any model; torch would keep its blocks on the GPU."""
    gc.collect()
    if _has_gpu():
        import torch

        torch.cuda.empty_cache()


def _gpu_peak() -> int | None:
    if not _has_gpu():
        return None
    import torch

    return int(torch.cuda.max_memory_allocated())


def _has_gpu() -> bool:
    """False as well where nothing has needed torch yet: importing it takes seconds."""
    if "torch" not in sys.modules:
        return False
    import torch

    return bool(torch.cuda.is_initialized())
