"""From what a project lacks to what is asked of its teacher: a plan over intents, languages, slots and methods."""
