"""Tuning a teacher on lessons: LoRA or full, any decoder-only or encoder-decoder model."""
