"""The semantic-parsing student: from a text to its parse."""
