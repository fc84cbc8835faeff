"""Teachers on transformers keep the protocol, whatever kind of model they are."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from backend.batching import batches
from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Span, Utterance
from backend.domain.wording import Wording
from backend.ordering import plan
from backend.pipeline import candidates
from backend.teacher.catalogue import open_teacher
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.protocol import Order, Sampling, Teacher
from backend.teacher.transformers_teacher import TransformersTeacher

pytestmark = pytest.mark.long


SHORT = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=12)


def prompt(*contents: str, role: str = "completion") -> Prompt:
    messages = tuple(Message(role, content) for content in contents)
    return Prompt(messages, "fly", "en", (), (), (), "t", "h")


ORDERS = [Order(prompt("abc"), 3), Order(prompt("a much longer prompt than that"), 2)]


def never() -> bool:
    return False


def by_place(outputs) -> list:
    return sorted(outputs, key=lambda output: (output.order_index, output.sample_index))


def test_every_sample_of_every_order_comes_once(tiny: Teacher) -> None:
    outputs = by_place(tiny.sample(ORDERS, SHORT, 1, never))
    assert [(out.order_index, out.sample_index) for out in outputs] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert all(1 <= out.tokens <= 12 for out in outputs)


def test_the_same_seed_gives_the_same_outputs_and_another_seed_others(tiny: Teacher) -> None:
    first, again, other = (by_place(tiny.sample(ORDERS, SHORT, seed, never)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_spare_is_written_once_by_a_teacher_that_says_how_likely_its_outputs_are(tiny: Teacher) -> None:
    outputs = by_place(tiny.sample([*ORDERS, Order(prompt("spare"), 0)], SHORT, 1, never))
    spares = [out for out in outputs if out.order_index == 2]
    told = [out.log_likelihood for out in outputs]
    assert len(outputs) == 5 + len(spares)
    if None in told:
        assert (set(told), spares) == ({None}, [])
    else:
        assert len(spares) == 1
        assert all(likelihood < 0 for likelihood in told)


def test_samples_of_one_prompt_differ(tiny: Teacher) -> None:
    assert len({out.text for out in tiny.sample([Order(prompt("abc"), 6)], SHORT, 1, never)}) > 1


def test_nearly_all_of_the_probability_for_the_wording_says_the_example_again(
    decoder_folder: Path, tmp_path: Path
) -> None:
    teacher = open_teacher(str(decoder_folder), cache=tmp_path, device="cpu")
    words = "book a table for two"
    examples = tuple(f"{words} {letter}" for letter in "abcdefghij")
    orders = [Order(prompt("abc"), 3, wording=Wording(examples, ())), Order(prompt("abc"), 1)]
    *leaning, free = by_place(teacher.sample(orders, replace(SHORT, max_new_tokens=40, wording=0.9999), 1, never))
    assert all(out.text.startswith(words) for out in leaning)
    assert not free.text.startswith("book")


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_that_leaves_the_teacher_nothing_is_refused(share: float) -> None:
    with pytest.raises(InvalidValue, match="wording"):
        Sampling(wording=share)


def test_sampling_leaves_the_random_state_of_others_alone(tiny: Teacher) -> None:
    import torch

    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    list(tiny.sample(ORDERS, SHORT, 1, never))
    assert torch.equal(torch.rand(3), expected)


def test_a_prompt_computed_once_or_padded_gives_what_it_gives_alone(tiny: Teacher) -> None:
    greedy = Sampling(temperature=0, max_new_tokens=12)
    together = by_place(tiny.sample(ORDERS, greedy, 1, never))
    alone = [next(iter(tiny.sample([Order(order.prompt, 1)], greedy, 1, never))).text for order in ORDERS]
    assert [out.text for out in together] == [alone[0]] * 3 + [alone[1]] * 2


def test_a_stop_ends_the_batch_without_unfinished_outputs(tiny: Teacher) -> None:
    looks = itertools.count()
    long = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=200)
    assert list(tiny.sample([Order(prompt("abc"), 1)], long, 3, lambda: next(looks) >= 2)) == []
    assert next(looks) < 10


def test_a_closed_iterator_ends_the_batch(tiny: Teacher) -> None:
    looks = itertools.count()
    outputs = tiny.sample([Order(prompt("abc"), 32)], Sampling(2.0, 1.0, 200), 1, lambda: next(looks) < 0)
    next(outputs)
    outputs.close()
    seen = next(looks)
    assert seen < 200
    assert next(looks) == seen + 1


def test_nothing_ordered_gives_nothing(tiny: Teacher) -> None:
    assert list(tiny.sample([], SHORT, 1, never)) == []


def test_a_prompt_too_long_for_the_model_is_refused_with_its_lengths(decoder_folder: Path, tmp_path: Path) -> None:
    teacher = open_teacher(str(decoder_folder), cache=tmp_path, device="cpu")
    with pytest.raises(InvalidValue, match="prompt of 250 tokens and 12 for the reply, more than this teacher's 256"):
        list(teacher.sample([Order(prompt("x" * 250), 1)], SHORT, 1, never))


def test_the_card_says_which_weights_on_what(tiny: Teacher, tiny_folder: Path) -> None:
    card = tiny.card
    assert (card.name, card.weights, card.adapter) == (str(tiny_folder), str(tiny_folder), None)
    assert (card.device, card.dtype) == ("cpu", "float32")
    assert len(card.revision_or_hash) == 64


def test_the_dtype_can_be_set(decoder_folder: Path, tmp_path: Path) -> None:
    teacher = open_teacher(str(decoder_folder), cache=tmp_path, device="cpu", dtype="bfloat16")
    assert teacher.card.dtype == "bfloat16"
    assert len(list(teacher.sample(ORDERS, SHORT, 1, never))) == 5


@pytest.mark.parametrize(
    ("device", "dtype", "said"),
    [("cuda:99", None, "cuda:99"), ("toaster", None, "toaster"), ("mps", None, "mps"), ("cpu", "int4", "int4")],
)
def test_a_device_or_dtype_that_is_not_there_is_named(
    decoder_folder: Path, tmp_path: Path, device: str, dtype: str | None, said: str
) -> None:
    with pytest.raises(Unavailable, match=said):
        open_teacher(str(decoder_folder), cache=tmp_path, device=device, dtype=dtype)


def test_weights_that_can_run_code_when_loaded_are_refused(decoder_folder: Path, tmp_path: Path) -> None:
    for file in decoder_folder.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"anything")
    with pytest.raises(Unavailable, match="safetensors") as caught:
        open_teacher(str(tmp_path), cache=tmp_path, device="cpu")
    assert str(tmp_path) in str(caught.value)


def test_broken_weights_are_refused(decoder_folder: Path, tmp_path: Path) -> None:
    for file in decoder_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"half a file")
    with pytest.raises(Unavailable, match="cannot be loaded"):
        open_teacher(str(tmp_path), cache=tmp_path, device="cpu")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedded teacher's weights are kept: converted by whoever opens it first."""
    return tmp_path_factory.mktemp("converted")


@pytest.mark.model
def test_the_embedded_teacher_answers_from_weights_that_are_converted_once(converted: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    from backend.teacher.engine.probe import fitted

    teacher = open_teacher(DEFAULT_TEACHER, cache=converted, device="cpu")
    (folder,) = converted.iterdir()
    made = (folder / "model.safetensors").stat().st_mtime_ns
    asked = Prompt((Message("user", "What is the capital of France?"),), "i", "en", (), (), (), "t", "h")
    (answer,) = teacher.sample([Order(asked, 1)], Sampling(temperature=0, max_new_tokens=16), 1, never)
    assert "Paris" in answer.text
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    assert fitted(model) is not None  # in bfloat16 too: its rounding is not taken for another kind of attention
    again = open_teacher(DEFAULT_TEACHER, cache=converted, device="cpu")
    assert (folder / "model.safetensors").stat().st_mtime_ns == made
    assert again.card == teacher.card


@pytest.mark.model
def test_the_embedded_teacher_judges_its_replies_in_eight_bits_as_it_does_in_32(converted: Path) -> None:
    schema = Schema((Intent("book_trip", "", ("city", "day")),), (Slot("city"), Slot("day")))
    seeds = [
        Utterance("take me to rome on monday", "book_trip", "en", (Span(11, 15, "city"), Span(19, 25, "day"))),
        Utterance("i want a weekend in oslo", "book_trip", "en", (Span(20, 24, "city"),)),
        Utterance(
            "find me a flight to lima for friday", "book_trip", "en", (Span(20, 24, "city"), Span(29, 35, "day"))
        ),
    ]
    orders = plan(Request("book_trip", count=6, style="tuned", seed=2), schema, seeds)
    precise, coarse = (
        TransformersTeacher.open(DEFAULT_TEACHER, cache=converted, device="cpu", dtype=dtype)
        for dtype in ("float32", "int8")
    )
    replies = [(orders[out.order_index].prompt, out.text) for out in precise.sample(orders, Sampling(0.5), 1, never)]
    told, again = ([token for reply in replies for token in teacher.judged(*reply)] for teacher in (precise, coarse))
    assert len(told) == len(again) > 50
    assert sum(one[1] == other[1] for one, other in zip(told, again, strict=True)) > 0.85 * len(told)
    means = [sum(likely for likely, _ in tokens) / len(tokens) for tokens in (told, again)]
    assert means[1] == pytest.approx(means[0], abs=0.1)


@pytest.mark.model
def test_the_embedded_teacher_says_an_utterance_anew_and_its_slots_are_found(converted: Path) -> None:
    intent = Intent("order_dish", "", ("dish", "quantity"))
    schema = Schema((intent,), (Slot("dish"), Slot("quantity")))
    spans = (Span(11, 14, "quantity"), Span(15, 24, "dish"))
    seed = Utterance("can we get two lemonades please", "order_dish", "en", spans)
    request = Request("order_dish", method="paraphrase", count=12, seed=1)
    (batch,) = batches(plan(request, schema, [seed]), 100)
    teacher = open_teacher("smollm2-135m-instruct", cache=converted, device="cpu")
    made = list(
        candidates(batch, request=request, teacher=teacher, sampling=Sampling(), seen={seed.text}, should_stop=never)
    )
    assert len(made) == 12
    assert not [one.raw for one in made if one.dropped_for and one.dropped_for.check == "well-formed"]
    kept = [one.utterance for one in made if one.kept and one.utterance]
    assert kept
    assert all(one.slot_counts == seed.slot_counts and one.text != seed.text for one in kept)
