"""How fast a person can review, beside the annotation tools that people use today."""
