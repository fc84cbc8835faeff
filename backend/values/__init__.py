"""Values that a slot may take beside the known ones: a teacher lists more of them, and the lists vote."""
