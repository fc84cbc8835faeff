"""Tiny models, for the jobs that need one to tune or to train."""

from tests.backend.students.conftest import student_folder, tiny_encoder
from tests.backend.teacher.conftest import decoder_folder

__all__ = ["decoder_folder", "student_folder", "tiny_encoder"]
