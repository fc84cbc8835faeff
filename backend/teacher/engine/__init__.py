"""Writing many replies at once with a decoder-only model: what prompts share is computed once, lanes never idle."""
