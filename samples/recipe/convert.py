"""Turn a checkpoint into the folder that faster-whisper loads.

    python -m samples.recipe.convert FOLDER OUT

FOLDER is what `train` wrote. The converted network must speak token for token as the trained one
does, on sound of the training data, or nothing is left in OUT.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import torch
from ctranslate2.specs import whisper_spec
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from .data import LogMel, Vocabulary, read_shard
from .network import Attention, Layer, Network, Shape
from .tokenizer import LANGUAGE_CODES

Array = NDArray[np.float32]
NEVER = -40.0
MOST_BYTES = 30_000_000
NEVER_SAID = (
    "<|startoftranscript|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    *(f"<|{code}|>" for code in LANGUAGE_CODES),
)
FEATURES = {"chunk_length": 30, "feature_size": 80, "hop_length": 160, "n_fft": 400, "sampling_rate": 16_000}
NOTE = {
    "zh": "演示模型：只用合成语音训练，只听得懂合成语音。真实直播请指定真实的语音模型。",
    "en": "Demo model: trained on synthetic speech, understands only that. "
    "Name a real speech model for real broadcasts.",
}


def array(tensor: Tensor) -> Array:
    return tensor.detach().float().numpy().copy()


def put(spec: Any, layer: nn.Linear | nn.Conv1d) -> None:
    assert layer.bias is not None
    spec.weight, spec.bias = array(layer.weight), array(layer.bias)


def put_norm(spec: Any, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = array(norm.weight), array(norm.bias)


def joined(spec: Any, parts: list[nn.Linear]) -> None:
    """Several projections of one input, one above the other; the key's missing bias is zero."""
    spec.weight = array(torch.cat([part.weight for part in parts]))
    biases = [torch.zeros(len(part.weight)) if part.bias is None else part.bias for part in parts]
    spec.bias = array(torch.cat(biases))


def put_self(spec: Any, attention: Attention) -> None:
    joined(spec.linear[0], [attention.query, attention.key, attention.value])
    put(spec.linear[1], attention.out)


def put_cross(spec: Any, attention: Attention) -> None:
    put(spec.linear[0], attention.query)
    joined(spec.linear[1], [attention.key, attention.value])
    put(spec.linear[2], attention.out)


def put_layer(spec: Any, layer: Layer, decoder: bool) -> None:
    put_norm(spec.self_attention.layer_norm, layer.norm_self)
    put_self(spec.self_attention, layer.attend_self)
    if decoder:
        put_norm(spec.attention.layer_norm, layer.norm_cross)
        put_cross(spec.attention, layer.attend_cross)
    put_norm(spec.ffn.layer_norm, layer.norm_feed)
    put(spec.ffn.linear_0, layer.feed_in)
    put(spec.ffn.linear_1, layer.feed_out)


def embeddings(network: Network, vocabulary: Vocabulary, size: int) -> Array:
    """Every row of the full vocabulary; rows that training never saw can never win."""
    rows = np.zeros((size, network.shape.width), np.float32)
    rows[:, 0] = NEVER
    rows[list(vocabulary.tokens)] = array(network.embedding.weight)
    return rows


def specification(network: Network, vocabulary: Vocabulary, tokenizer: Tokenizer) -> Any:
    shape, size = network.shape, tokenizer.get_vocab_size()
    spec = whisper_spec.WhisperSpec(shape.encoder_layers, shape.heads, shape.decoder_layers, shape.heads)
    encoder, decoder = spec.encoder, spec.decoder
    put(encoder.conv1, network.conv1)
    put(encoder.conv2, network.conv2)
    encoder.position_encodings.encodings = array(network.positions)
    for part, layer in zip(encoder.layer, network.encoder, strict=True):
        put_layer(part, layer, False)
    put_norm(encoder.layer_norm, network.norm_encoder)
    decoder.embeddings.weight = embeddings(network, vocabulary, size)
    decoder.projection.weight = decoder.embeddings.weight.copy()
    decoder.position_encodings.encodings = array(network.token_positions)
    for part, layer in zip(decoder.layer, network.decoder, strict=True):
        put_layer(part, layer, True)
    decoder.layer_norm.gamma, decoder.layer_norm.beta = map(array, network.final_norm())
    spec.register_vocabulary([tokenizer.id_to_token(token) for token in range(size)])
    spec.config.suppress_ids = [tokenizer.token_to_id(name) for name in NEVER_SAID]
    # Unlike Whisper's own, the end of text is allowed first: that is how silence is answered.
    spec.config.suppress_ids_begin = [220]
    spec.config.lang_ids = [tokenizer.token_to_id("<|zh|>")]
    spec.config.alignment_heads = [[shape.decoder_layers - 1, head] for head in range(shape.heads)]
    return spec


def load(folder: Path) -> tuple[Network, Vocabulary, Tokenizer, float]:
    """The trained network, its vocabularies, and how many hours it heard."""
    vocabulary = Vocabulary.load(folder / "vocabulary.json")
    network = Network(Shape(*(len(kind) for kind in vars(vocabulary).values())))
    state = torch.load(folder / "checkpoint.pt", map_location="cpu")
    network.load_state_dict(state["network"])
    network.eval()
    return network, vocabulary, Tokenizer.from_file(str(folder / "tokenizer.json")), state["heard"]


def save(spec: Any, quantization: str | None, out: Path, folder: Path, heard: float) -> None:
    spec.validate()
    spec.optimize(quantization=quantization)
    out.mkdir(parents=True)
    spec.save(str(out))
    shutil.copy(folder / "tokenizer.json", out)
    label = {"demo": True, "heard_hours": round(heard, 1), "note": NOTE}
    for name, content in (("preprocessor_config.json", FEATURES), ("demo.json", label)):
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (out / name).write_text(text + "\n", encoding="utf-8")


@torch.no_grad()
def spoken_by_torch(network: Network, vocabulary: Vocabulary, mel: Tensor, prompt: list[int]) -> list[int]:
    """Greedy tokens, at most 60."""
    memory, known = network.encode(mel[None]), list(vocabulary.tokens)
    end = vocabulary.tokens[50257]
    tokens = [vocabulary.tokens[token] for token in prompt]
    while len(tokens) < len(prompt) + 60:
        logits, _ = network.decode(torch.tensor([tokens]), memory)
        best = int(logits[0, -1].argmax())
        if best == end:
            break
        tokens.append(best)
    return [known[token] for token in tokens[len(prompt) :]]


def spoken_by_ctranslate2(folder: Path, mel: Tensor, prompt: list[int]) -> list[int]:
    model = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="float32")
    features = ctranslate2.StorageView.from_array(mel[None].numpy())
    found = model.generate(
        features, [prompt], beam_size=1, max_length=2 * 60, suppress_blank=False, suppress_tokens=[]
    )
    return list(found[0].sequences_ids[0])[:60]


def check_agreement(folder: Path, network: Network, vocabulary: Vocabulary, tokenizer: Tokenizer) -> None:
    """Greedy decoding of a training sentence gives the same tokens by torch and by CTranslate2."""
    names = ("<|startoftranscript|>", "<|zh|>", "<|transcribe|>", "<|notimestamps|>")
    prompt = [tokenizer.token_to_id(name) for name in names]
    speech = read_shard(min(folder.glob("shard????.npy")))[0]
    heard = LogMel()(speech.audio.astype(np.float32) / 32768)
    mel = torch.zeros(80, 3000)
    mel[:, : heard.shape[1]] = heard
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "float32"
        save(specification(network, vocabulary, tokenizer), None, plain, folder, 0)
        converted = spoken_by_ctranslate2(plain, mel, prompt)
    trained = spoken_by_torch(network, vocabulary, mel, prompt)
    if trained != converted:
        raise SystemExit(f"the converted network differs: {trained} became {converted}")
    print(f"torch and CTranslate2 agree on {len(trained)} tokens: {tokenizer.decode(trained)}")
    print(f"what was said: {speech.text}")


def convert(folder: Path, out: Path) -> None:
    network, vocabulary, tokenizer, heard = load(folder)
    check_agreement(folder, network, vocabulary, tokenizer)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        built = Path(scratch) / "model"
        save(specification(network, vocabulary, tokenizer), "int8", built, folder, heard)
        size = sum(path.stat().st_size for path in built.iterdir())
        if size > MOST_BYTES:
            raise SystemExit(f"the model takes {size} bytes, more than {MOST_BYTES}")
        out.mkdir(exist_ok=True)
        for path in built.iterdir():
            shutil.move(path, out / path.name)
    print(f"{out}: {size / 1e6:.1f} MB after {heard:.1f} hours")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
