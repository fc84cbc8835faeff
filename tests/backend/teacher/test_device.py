"""Which number format a CPU gets when nobody asks for one."""

from __future__ import annotations

import pytest

from backend.teacher.device import pick


@pytest.mark.parametrize(
    ("can", "chosen"),
    [
        ({"avx512_bf16": True, "amx_bf16": False}, "bfloat16"),
        ({"avx512_bf16": False, "amx_bf16": True}, "bfloat16"),
        ({"avx512_bf16": False, "avx2": True}, "float32"),
        ({"neon": True}, "float32"),
    ],
)
def test_a_cpu_gets_bfloat16_only_if_it_multiplies_it(
    monkeypatch: pytest.MonkeyPatch, can: dict[str, bool], chosen: str
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: can)
    device, dtype = pick("cpu", None)
    assert (str(device), str(dtype)) == ("cpu", f"torch.{chosen}")


def test_what_was_asked_for_comes_before_what_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    assert pick("cpu", "float32")[1] is torch.float32
