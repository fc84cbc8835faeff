"""A tiny model, for the jobs that need one to tune."""

from tests.backend.teacher.conftest import decoder_folder

__all__ = ["decoder_folder"]
