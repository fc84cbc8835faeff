"""A teacher behind an OpenAI-compatible HTTP server: vLLM, llama.cpp, TGI, a provider."""
