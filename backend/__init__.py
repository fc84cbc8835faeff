"""The work itself: knows no page and no database."""
