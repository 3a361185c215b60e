"""Train the demo model; stop and start at will, the newest checkpoint is taken up.

    python -m samples.recipe.train FOLDER --hours 268

FOLDER holds the shards and receives checkpoint.pt. `--hours` is how much sound the whole training
hears; the learning rate falls linearly to its end.
"""

import argparse
import multiprocessing
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from . import tokenizer
from .data import BROAD_HOURS, IGNORED, Vocabulary, Windows
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


def losses(network: Network, batch: dict[str, torch.Tensor], deep: bool) -> dict[str, torch.Tensor]:
    """text: the next token. look: the last layer's attention to its sound, and the last but one's first
    head's. back: the earlier layers' first heads' attention to the sound of the token before. phone,
    char, syllable: encoder frames. Unless `deep`, the encoder is taken as it is: it does most of the
    work, and the decoder has more to learn."""
    with torch.set_grad_enabled(deep):
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
    before = spans.roll(1, dims=1)
    return {
        "text": text,
        "look": outside(looks[-1].mean(1), spans) + 0.5 * outside(looks[-2][:, 0], spans),
        "back": torch.stack([outside(look[:, 0], before) for look in looks[:-2]]).sum(),
        "phone": missed(network.phone_head(memory).flatten(0, 1), batch["phones"].flatten()),
        "char": missed(network.char_head(centres), char),
        "syllable": missed(network.syllable_head(centres), syllable),
        "right": right,
    }


@dataclass
class Training:
    """A network on its way: how many hours it has heard, in how many steps."""

    network: Network
    optimiser: torch.optim.Optimizer
    heard: float = 0.0
    step: int = 0

    @classmethod
    def begin(cls, vocabulary: Vocabulary) -> "Training":
        network = Network(Shape(*vocabulary.sizes))
        return cls(network, torch.optim.AdamW(network.parameters(), betas=(0.9, 0.98), weight_decay=0.01))

    def take_up(self, path: Path) -> None:
        """Go on from a checkpoint; one without the optimiser's state warms up anew."""
        state = torch.load(path)
        self.network.load_state_dict({name: value.float() for name, value in state["network"].items()})
        self.heard = state["heard"]
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]

    def save(self, path: Path) -> None:
        part = path.with_suffix(".part")
        state = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save(state | {"heard": self.heard, "step": self.step}, part)
        part.rename(path)

    def learn(self, batch: dict[str, torch.Tensor], done: float) -> dict[str, torch.Tensor]:
        """One step; `done` is the share of the training that lies behind."""
        rate = PEAK_RATE * min(1, (self.step + 1) / WARM_UP_STEPS) * (1 - 0.97 * done)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        found = losses(self.network, batch, deep=self.heard < BROAD_HOURS and self.step % 3 == 0)
        total = sum(weight * found[name] for name, weight in WEIGHTS.items())
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self.heard += float(batch["seconds"]) / 3600
        return {name: value.detach() for name, value in found.items()}


def train(folder: Path, hours: float, workers: int) -> None:
    training = Training.begin(prepare(folder))
    saved = folder / "checkpoint.pt"
    if saved.exists():
        training.take_up(saved)
    print(f"heard {training.heard:.1f} h")
    so_far = multiprocessing.Value("d", training.heard)
    windows = Windows(folder, folder / "tokenizer.json", training.step, so_far)
    batches = iter(DataLoader(windows, batch_size=None, num_workers=workers, prefetch_factor=4))
    training.network.train()
    log = Log(training.heard)
    while training.heard < hours:
        log.add(training.learn(next(batches), training.heard / hours))
        so_far.value = training.heard
        if training.step % Log.EVERY == 0:
            log.tell(training)
        if training.step % 200 == 0 or training.heard >= hours:
            training.save(saved)


class Log:
    """Means of the losses over the last steps, and the speed against real time."""

    EVERY = 100

    def __init__(self, heard: float) -> None:
        self._sums: dict[str, float] = {}
        self._began, self._since = time.monotonic(), heard

    def add(self, found: dict[str, torch.Tensor]) -> None:
        for name, value in found.items():
            self._sums[name] = self._sums.get(name, 0.0) + float(value) / self.EVERY

    def tell(self, training: Training) -> None:
        speed = (training.heard - self._since) * 3600 / (time.monotonic() - self._began)
        shown = " ".join(f"{name} {value:.3f}" for name, value in self._sums.items())
        print(f"step {training.step} heard {training.heard:.2f} h {shown} {speed:.0f} x", flush=True)
        self._sums.clear()
        self._began, self._since = time.monotonic(), training.heard


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=268.0)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    train(chosen.folder, chosen.hours, chosen.workers)
