"""Teachers: language models that write utterances, behind one protocol."""
