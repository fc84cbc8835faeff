"""What can be found out about a candidate without a person: neighbours, near-duplicates, doubts, worth.

Pure functions of texts, labels and vectors: numpy, no torch, no database. `finding` puts them together.
"""
