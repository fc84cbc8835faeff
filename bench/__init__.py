"""Every figure of the docs: each bench prints a table and writes JSON under bench/results."""
