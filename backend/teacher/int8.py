"""Weights of eight bits, for CPUs that multiply no bfloat16: they multiply bytes in half of the time or less.

A weight has a scale for each of its outputs, and what it is multiplied by has one for each token (ZeroQuant, Yao et al.
2022, section 4): in some places the first token of a prompt is hundreds of times larger than all others ("Massive
activations", Sun et al. 2024), and one scale for all tokens would leave nothing of these.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from backend.domain.errors import Unavailable
from backend.teacher.packaged import packaged_teacher

if TYPE_CHECKING:
    import torch

INT8 = "int8"
"""What it is called where a dtype is asked for."""

_LARGEST = 127
_SMALLEST = 1e-8


def is_wanted(name: str, device: torch.device, dtype: torch.dtype, asked: str | None) -> bool:
    """Whether the teacher of that name is to run in eight bits.

    Where nobody asked for a dtype it is, on a CPU that has nothing faster than float32 but this, if it is known to
    write as it does in float32 (`python -m bench.int8`). SmolLM2 without an adapter is not: it judges its own replies
    to instructions clearly worse then.

    Args:
        device, dtype: where it runs, and in what else. asked: the dtype that was asked for.

    Raises:
        Unavailable: it was asked for, and torch cannot multiply bytes there.
    """
    import torch

    if asked == INT8:
        if device.type != "cpu" or not _multiplies_bytes():
            raise Unavailable("dtype that this device has nothing fast for", value=INT8, remedy="Use float32.")
        return True
    is_slow = asked is None and device.type == "cpu" and dtype == torch.float32
    packaged = packaged_teacher(name)
    return is_slow and packaged is not None and packaged.holds_in_int8 and _multiplies_bytes()


def _multiplies_bytes() -> bool:
    import torch

    # torch means to take its quantized tensors away some day; teachers then run in float32 again.
    has_them = "fbgemm" in torch.backends.quantized.supported_engines and hasattr(torch, "quantize_per_channel")
    return has_them and bool(torch.cpu.get_capabilities().get("avx2"))


def quantize(model: Any) -> None:
    """Put linear layers of eight bits in the place of a model's own, which are given up.

    Embeddings, norms and attention stay as they are, and what a layer gives is float32 again.
    """
    import torch

    with torch.inference_mode(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "torch.quantize_per_tensor", UserWarning)  # see `_multiplies_bytes`
        for name, module in list(model.named_modules()):
            if type(module) is torch.nn.Linear:
                owner, _, own = name.rpartition(".")
                setattr(model.get_submodule(owner), own, _linear_class()(module))


@cache
def _linear_class() -> type:
    import torch

    class Int8Linear(torch.nn.Module):
        """A linear layer: every token is scaled to a largest value of 1, rounded, multiplied, and scaled back.

        Sums of products of bytes are exact, so what a token gets does not depend on the tokens beside it.
        """

        def __init__(self, linear: torch.nn.Linear) -> None:
            super().__init__()
            self.in_features, self.out_features = linear.in_features, linear.out_features
            weight = linear.weight.detach().float()
            scales = (weight.abs().amax(1) / _LARGEST).clamp(min=_SMALLEST)
            zeros = torch.zeros(len(scales), dtype=torch.int64)
            bytes_ = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
            self._packed = torch.ops.quantized.linear_prepack(bytes_, None)
            self._bias = None if linear.bias is None else linear.bias.detach().float()
            self._ends = torch.zeros(1, self.in_features)
            self._ends[0, 0], self._ends[0, -1] = 1.0, -1.0

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            rows = given.reshape(-1, self.in_features).float()
            largest = rows.abs().amax(-1, keepdim=True).clamp(min=_SMALLEST)
            # The scale of all is made from the least and the largest value: a row that has both keeps it the same.
            held = torch.cat([rows / largest, self._ends])
            found = torch.ops.quantized.linear_dynamic(held, self._packed, True)[:-1] * largest
            if self._bias is not None:
                found = found + self._bias
            return found.view(*given.shape[:-1], self.out_features)

    return Int8Linear
