"""What each method yields, and how good it is, on public data: `make bench-methods`."""
