"""distilabel's TransformersLLM as its page shows it: chat turns in, `num_generations` texts out."""

from __future__ import annotations

from typing import Any

from bench.peers.runners.serve import Ask, Reply, Write, serve

AS_IT_IS = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
"""A chat template that hands the model a user's turn as the text to go on with."""


def open_peer(options: dict[str, Any]) -> Write:
    """The model of a folder in the dtype that it was saved in ("auto", distilabel's default)."""
    import torch
    from distilabel.models.llms import TransformersLLM

    torch.set_num_threads(options["threads"])
    llm = TransformersLLM(model=options["model"], chat_template=AS_IT_IS)
    llm.load()

    def write(ask: Ask) -> list[Reply]:
        torch.manual_seed(ask["seed"])
        made = llm.generate_outputs(
            inputs=[[{"role": "user", "content": ask["prompt"]}]],
            num_generations=ask["samples"],
            max_new_tokens=ask["max_new_tokens"],
            temperature=ask["temperature"],
            top_p=ask["top_p"],
            repetition_penalty=1.0,
        )[0]
        return list(zip(made["generations"], made["statistics"]["output_tokens"], strict=True))

    return write


if __name__ == "__main__":
    serve(open_peer, ("distilabel", "transformers", "torch"))
