"""What a teacher is told: one template file per method and style, and the code that fills it."""
