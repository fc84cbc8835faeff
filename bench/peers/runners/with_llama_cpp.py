"""llama-cpp-python as its page shows it: one completion at a time, on all cores."""

from __future__ import annotations

from typing import Any

from bench.peers.runners.serve import Ask, Reply, Write, serve


def open_peer(options: dict[str, Any]) -> Write:
    """The model of a GGUF file, with the LoRA of another where one is given; held to grammars where that is asked."""
    from llama_cpp import Llama, LlamaGrammar

    llama = Llama(
        model_path=options["model"],
        lora_path=options.get("lora"),
        n_ctx=options["context"],
        n_threads=options["threads"],
        n_threads_batch=options["threads"],
        verbose=False,
    )
    is_held = options["grammar"]

    def write(ask: Ask) -> list[Reply]:
        return [one(ask, sample) for sample in range(ask["samples"])]

    def one(ask: Ask, sample: int) -> Reply:
        # As its own examples do, a grammar is made for the call that it is for.
        held = (
            {"grammar": LlamaGrammar.from_string(ask["grammar"], verbose=False)} if is_held and ask["grammar"] else {}
        )
        made = llama.create_completion(
            ask["prompt"],
            max_tokens=ask["max_new_tokens"],
            temperature=ask["temperature"],
            top_p=ask["top_p"],
            top_k=0,
            min_p=0.0,
            repeat_penalty=1.0,
            stop=["\n"],
            seed=(ask["seed"] + sample) % 2**31,
            **held,
        )
        return made["choices"][0]["text"], made["usage"]["completion_tokens"]

    return write


if __name__ == "__main__":
    serve(open_peer, ("llama-cpp-python",))
