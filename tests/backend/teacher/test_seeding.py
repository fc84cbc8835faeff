"""Everything that draws at random, after one seed."""

from __future__ import annotations

from random import random

import numpy as np
import torch

from backend.teacher.seeding import seed_all


def test_the_same_seed_draws_the_same() -> None:
    def drawn() -> tuple[float, float, float]:
        seed_all(7)
        return random(), float(np.random.rand()), float(torch.rand(()))

    assert drawn() == drawn()
