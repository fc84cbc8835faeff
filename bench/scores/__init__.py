"""Whether scores by students that were trained without a candidate find the wrong ones: `python -m bench.scores`."""
