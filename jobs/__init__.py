"""Durable jobs that join backend and storage, and what the worker runs."""
