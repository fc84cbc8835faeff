"""What a curated set is worth to a student, on public data: `make bench-students`."""
