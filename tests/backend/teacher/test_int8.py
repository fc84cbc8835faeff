"""Linear layers of eight bits, and which teachers get them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.errors import Unavailable
from backend.domain.prompt import Message, Prompt
from backend.teacher.catalogue import open_teacher
from backend.teacher.int8 import is_wanted, quantize
from backend.teacher.packaged import CLASP_TEACHER, DEFAULT_TEACHER, MULTILINGUAL_TEACHER, UNTUNED_TEACHER
from backend.teacher.protocol import Order, Sampling

needs_avx2 = pytest.mark.skipif("not __import__('torch').cpu.get_capabilities().get('avx2')", reason="needs AVX2")


@needs_avx2
@pytest.mark.parametrize("bias", [True, False])
def test_a_layer_gives_nearly_what_it_gave_also_beside_a_token_that_is_far_larger(bias: bool) -> None:
    import torch

    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Linear(96, 40, bias=bias))
    given = torch.randn(2, 5, 96)
    given[0, 0] *= 1000
    given[1, 4] = 0
    expected = model(given)
    quantize(model)
    found = model(given)
    assert found.shape == expected.shape
    off = (found - expected).norm(dim=-1) / expected.norm(dim=-1).clamp(min=1e-6)
    assert 0 < off.max() < 0.03


@needs_avx2
def test_what_a_token_gets_does_not_depend_on_the_tokens_beside_it() -> None:
    import torch

    torch.manual_seed(2)
    model = torch.nn.Sequential(torch.nn.Linear(64, 24))
    quantize(model)
    given = torch.randn(7, 64) * torch.tensor([1e-3, 1, 10, 1, 1e4, 1, 1])[:, None]
    alone = torch.cat([model(row[None]) for row in given])
    assert torch.equal(model(given), alone)


@needs_avx2
def test_a_teacher_can_be_asked_to_run_in_eight_bits(decoder_folder: Path, tmp_path: Path) -> None:
    prompt = Prompt((Message("completion", "abc"),), "fly", "en", (), (), (), "t", "h")
    teacher = open_teacher(str(decoder_folder), cache=tmp_path, device="cpu", dtype="int8")
    assert teacher.card.dtype == "int8"
    twice = [
        [one.text for one in teacher.sample([Order(prompt, 4)], Sampling(1.0, 1.0, 8), 1, lambda: False)] for _ in "ab"
    ]
    assert twice[0] == twice[1]
    assert len(set(twice[0])) > 1


@pytest.mark.parametrize(
    ("name", "can", "dtype", "wanted"),
    [
        (DEFAULT_TEACHER, {"avx2": True}, "float32", True),
        (CLASP_TEACHER, {"avx2": True}, "float32", False),
        (UNTUNED_TEACHER, {"avx2": True}, "float32", False),
        (MULTILINGUAL_TEACHER, {"avx2": True}, "float32", False),
        ("some/other", {"avx2": True}, "float32", False),
        (DEFAULT_TEACHER, {"avx2": True, "avx512_bf16": True}, "bfloat16", False),
        (DEFAULT_TEACHER, {"neon": True}, "float32", False),
    ],
)
def test_a_teacher_gets_them_unasked_only_where_it_is_known_to_hold_and_nothing_else_is_fast(
    monkeypatch: pytest.MonkeyPatch, name: str, can: dict[str, bool], dtype: str, wanted: bool
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: can)
    assert is_wanted(name, torch.device("cpu"), getattr(torch, dtype), None) is wanted


def test_whoever_asks_for_float32_gets_it() -> None:
    import torch

    assert not is_wanted(DEFAULT_TEACHER, torch.device("cpu"), torch.float32, "float32")


@pytest.mark.parametrize(("device", "can"), [("cpu", {"neon": True}), ("cuda", {"avx2": True})])
def test_eight_bits_are_refused_where_nothing_multiplies_them_fast(
    monkeypatch: pytest.MonkeyPatch, device: str, can: dict[str, bool]
) -> None:
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: can)
    with pytest.raises(Unavailable, match="nothing fast for 'int8'"):
        is_wanted(DEFAULT_TEACHER, torch.device(device), torch.float32, "int8")
