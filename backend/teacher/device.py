"""Which device a model runs on, and in what number format."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from backend.domain.errors import Unavailable

if TYPE_CHECKING:
    import torch

DTYPES = ("float32", "bfloat16", "float16")


def pick(device: str | None, dtype: str | None) -> tuple[torch.device, torch.dtype]:
    """The device and dtype asked for; for None CUDA in bfloat16 where there is CUDA, else a CPU in what it is fast in.

    That is bfloat16 on a CPU that multiplies it by itself (there a batch took less than half of float32's
    time; where a CPU cannot it takes longer), else float32. On a CPU all of the cores that this process may use
    are put to work.

    Raises:
        Unavailable: a device that is not there, or an unknown dtype.
    """
    import torch

    chosen = _device(device)
    if chosen.type == "cpu":
        torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if dtype is None:
        return chosen, torch.bfloat16 if chosen.type == "cuda" or _multiplies_bfloat16() else torch.float32
    if dtype not in DTYPES:
        raise Unavailable("unknown dtype", value=dtype, remedy=f"Use one of: {', '.join(DTYPES)}.")
    return chosen, getattr(torch, dtype)


def _multiplies_bfloat16() -> bool:
    """Asked of the CPU, not measured: a choice that came out another way on a busy day would change every output."""
    import torch

    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def _device(name: str | None) -> torch.device:
    import torch

    if name is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(name)
    except RuntimeError as error:
        raise Unavailable("unknown device", value=name, remedy="Use cpu, cuda or cuda:1.") from error
    if chosen.type not in ("cpu", "cuda"):
        raise Unavailable("device that teachers do not run on", value=name, remedy="Use cpu, cuda or cuda:1.")
    there = torch.cuda.device_count()
    if chosen.type == "cuda" and (chosen.index or 0) >= there:
        raise Unavailable(
            f"device that is not there; torch {torch.__version__} sees {there} CUDA devices",
            value=name,
            remedy="Use cpu, or install a CUDA build of torch and the GPU's driver.",
        )
    return chosen
