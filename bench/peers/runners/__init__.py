"""One small program for each peer: prompts in, texts and seconds out. They run in a peer's environment, not in ours."""
