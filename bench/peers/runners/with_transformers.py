"""transformers as most call it: `generate`, prompt by prompt, all samples of a prompt at once."""

from __future__ import annotations

from typing import Any

from bench.peers.runners.serve import Ask, Reply, Write, serve


def open_peer(options: dict[str, Any]) -> Write:
    """The model of a folder in the dtype that it was saved in; the folder says which tokens end a reply."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(options["threads"])
    tokenizer = AutoTokenizer.from_pretrained(options["model"])
    model = AutoModelForCausalLM.from_pretrained(options["model"]).eval()
    ends = model.generation_config.eos_token_id
    pad = tokenizer.eos_token_id

    def write(ask: Ask) -> list[Reply]:
        torch.manual_seed(ask["seed"])
        inputs = tokenizer(ask["prompt"], return_tensors="pt")
        made = model.generate(
            **inputs,
            do_sample=True,
            temperature=ask["temperature"],
            top_p=ask["top_p"],
            top_k=0,
            max_new_tokens=ask["max_new_tokens"],
            num_return_sequences=ask["samples"],
            pad_token_id=pad,
        )
        new = made[:, inputs.input_ids.shape[1] :]
        texts = tokenizer.batch_decode(new, skip_special_tokens=True)
        return [(text, _length(row, ends)) for text, row in zip(texts, new.tolist(), strict=True)]

    return write


def _length(row: list[int], ends: list[int]) -> int:
    return next((at + 1 for at, token in enumerate(row) if token in ends), len(row))


if __name__ == "__main__":
    serve(open_peer, ("transformers", "torch"))
