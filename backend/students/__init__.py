"""Students: small models that learn intents and slots from a curated set, and what they are worth."""
