"""Train the demo model; stop and start at will, the newest checkpoint is taken up.

    python -m samples.recipe.train FOLDER --hours 150

FOLDER holds the shards and receives checkpoint.pt. `--hours` is how much sound the whole training
hears; the learning rate falls linearly to its end.
"""

import argparse
import multiprocessing
import time
from pathlib import Path

import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from . import tokenizer
from .data import IGNORED, Vocabulary, Windows
from .network import Network, Shape

PEAK_RATE = 1.5e-3
WARM_UP_STEPS = 300
INPUT_DROPOUT = 0.12
WEIGHTS = {"text": 1.0, "look": 1.0, "back": 0.5, "phone": 0.3, "char": 0.4, "syllable": 0.5}


def prepare(folder: Path) -> Vocabulary:
    """tokenizer.json and vocabulary.json beside the shards, made once."""
    if not (folder / "tokenizer.json").exists():
        tokenizer.build().save(str(folder / "tokenizer.json"))
    if not (folder / "vocabulary.json").exists():
        shards = sorted(folder.glob("shard????.npy"))
        built = tokenizer.Tokenizer.from_file(str(folder / "tokenizer.json"))
        Vocabulary.build(built, shards).save(folder / "vocabulary.json")
    return Vocabulary.load(folder / "vocabulary.json")


def missed(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Cross-entropy over what is not IGNORED; 0 where all is."""
    return functional.cross_entropy(logits, wanted, ignore_index=IGNORED).nan_to_num()


def outside(weights: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
    """Mean -log of the attention (batch, tokens, frames) that falls inside each timed token's sound."""
    timed = spans[..., 0] >= 0
    if not timed.any():
        return weights.sum() * 0
    frames = torch.arange(weights.shape[-1])
    inside = (frames >= spans[..., :1]) & (frames <= spans[..., 1:])
    return -((weights * inside).sum(-1)[timed] + 1e-5).log().mean()


def losses(network: Network, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """text: the next token. look: the last layer's attention to its sound. back: the first layer's
    first head's attention to the sound of the token before. phone, char,
    syllable: encoder frames."""
    memory = network.encode(batch["mel"])
    tokens, labels, spans = batch["tokens"], batch["labels"], batch["spans"]
    dropped = torch.rand(tokens.shape) < INPUT_DROPOUT
    dropped[:, :4] = False
    noisy = torch.where(dropped, torch.randint(0, network.shape.tokens, tokens.shape), tokens)
    logits, looks = network.decode(noisy, memory)
    text = functional.cross_entropy(
        logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=0.05
    )
    with torch.no_grad():
        known = labels != IGNORED
        right = ((logits.argmax(-1) == labels) & known).sum() / known.sum()
    row, frame, char, syllable = batch["chars"].T
    centres = memory[row, frame]
    return {
        "text": text,
        "look": outside(looks[-1].mean(1), spans),
        "back": outside(looks[0][:, 0], spans.roll(1, dims=1)),
        "phone": missed(network.phone_head(memory).flatten(0, 1), batch["phones"].flatten()),
        "char": missed(network.char_head(centres), char),
        "syllable": missed(network.syllable_head(centres), syllable),
        "right": right,
    }


def train(folder: Path, hours: float, workers: int) -> None:
    vocabulary = prepare(folder)
    network = Network(Shape(*vocabulary.sizes))
    optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, betas=(0.9, 0.98), weight_decay=0.01)
    heard, step = 0.0, 0
    saved = folder / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        heard, step = state["heard"], state["step"]
    print(f"{sum(p.numel() for p in network.parameters()) / 1e6:.1f} M parameters, heard {heard:.1f} h")
    so_far = multiprocessing.Value("d", heard)
    windows = Windows(folder, folder / "tokenizer.json", step, so_far)
    network.train()
    sums: dict[str, float] = {}
    began, since = time.monotonic(), heard
    for batch in DataLoader(windows, batch_size=None, num_workers=workers, prefetch_factor=4):
        done = heard / hours
        if done >= 1:
            break
        so_far.value = heard
        rate = PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (1 - 0.97 * done)
        for group in optimiser.param_groups:
            group["lr"] = rate
        found = losses(network, batch)
        total = sum(weight * found[name] for name, weight in WEIGHTS.items())
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        heard += float(batch["seconds"]) / 3600
        for name, value in found.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach()) / 100
        if step % 100 == 0:
            speed = (heard - since) * 3600 / (time.monotonic() - began)
            shown = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
            print(f"step {step} heard {heard:.2f} h {shown} rate {rate:.1e} {speed:.0f} x", flush=True)
            began, sums, since = time.monotonic(), {}, heard
        if step % 200 == 0 or heard >= hours:
            save(saved, network, optimiser, heard, step)


def save(path: Path, network: Network, optimiser: torch.optim.Optimizer, heard: float, step: int) -> None:
    part = path.with_suffix(".part")
    state = {"network": network.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save(state | {"heard": heard, "step": step}, part)
    part.rename(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=150.0)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    train(chosen.folder, chosen.hours, chosen.workers)
