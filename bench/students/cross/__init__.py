"""The experiment `cross-lingual`: intents that a student knows in English, and in another language by one example."""
