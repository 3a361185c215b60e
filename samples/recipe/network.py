"""The Whisper architecture, small, with the heads that teach the encoder where each sound is."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; the first four are the training vocabularies."""

    tokens: int
    phones: int
    chars: int
    syllables: int
    width: int = 192
    heads: int = 3
    encoder_layers: int = 4
    decoder_layers: int = 4
    mels: int = 80


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor, memory: Tensor, causal: bool = False) -> Tensor:
        q, k, v = self._split(self.query(x)), self._split(self.key(memory)), self._split(self.value(memory))
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        result: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return result

    def weighed(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """The same, with the weights (batch, heads, queries, frames)."""
        q, k, v = self._split(self.query(x)), self._split(self.key(memory)), self._split(self.value(memory))
        weights = (q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2)), weights


class Layer(nn.Module):
    def __init__(self, shape: Shape, decoder: bool) -> None:
        super().__init__()
        width = shape.width
        self.norm_self = nn.LayerNorm(width)
        self.attend_self = Attention(width, shape.heads)
        if decoder:
            self.norm_cross = nn.LayerNorm(width)
            self.attend_cross = Attention(width, shape.heads)
        self.norm_feed = nn.LayerNorm(width)
        self.feed_in = nn.Linear(width, 4 * width)
        self.feed_out = nn.Linear(4 * width, width)

    def feed(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.feed_out(functional.gelu(self.feed_in(self.norm_feed(x))))
        return result

    def encode(self, x: Tensor) -> Tensor:
        normed = self.norm_self(x)
        return self.feed(x + self.attend_self(normed, normed))

    def decode(self, x: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        normed = self.norm_self(x)
        x = x + self.attend_self(normed, normed, causal=True)
        heard, weights = self.attend_cross.weighed(self.norm_cross(x), memory)
        return self.feed(x + heard), weights


def sinusoids(length: int, width: int) -> Tensor:
    scale = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * scale[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Network(nn.Module):
    """Log-mel (batch, 80, frames at 100/s) to memory (batch, frames at 50/s, width) to tokens."""

    positions: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.conv1 = nn.Conv1d(shape.mels, shape.width, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.register_buffer("positions", sinusoids(1500, shape.width))
        self.encoder = nn.ModuleList(Layer(shape, False) for _ in range(shape.encoder_layers))
        self.norm_encoder = nn.LayerNorm(shape.width)
        self.embedding = nn.Embedding(shape.tokens, shape.width)
        nn.init.normal_(self.embedding.weight, std=0.05)
        self.token_positions = nn.Parameter(torch.randn(448, shape.width) * 0.01)
        self.decoder = nn.ModuleList(Layer(shape, True) for _ in range(shape.decoder_layers))
        self.norm_decoder = nn.LayerNorm(shape.width)
        self.phone_head = nn.Linear(shape.width, shape.phones)
        self.char_head = nn.Linear(shape.width, shape.chars)
        self.syllable_head = nn.Linear(shape.width, shape.syllables)

    def encode(self, mel: Tensor) -> Tensor:
        x = functional.gelu(self.conv1(mel))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        x = x + self.positions[: x.shape[1]]
        for layer in self.encoder:
            x = layer.encode(x)
        memory: Tensor = self.norm_encoder(x)
        return memory

    def decode(self, tokens: Tensor, memory: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits (batch, tokens, vocabulary) and each layer's weights on the memory."""
        x = self.embedding(tokens) + self.token_positions[: tokens.shape[1]]
        looks = []
        for layer in self.decoder:
            x, weights = layer.decode(x, memory)
            looks.append(weights)
        gain, offset = self.final_norm()
        normed = functional.layer_norm(x, (self.shape.width,), gain, offset)
        return normed @ self.embedding.weight.T, looks

    def final_norm(self) -> tuple[Tensor, Tensor]:
        """The last norm with its first dimension held at 1.

        A row of the full vocabulary that training never saw is then silenced by one number.
        """
        first = torch.zeros_like(self.norm_decoder.weight)
        first[0] = 1
        return self.norm_decoder.weight * (1 - first), self.norm_decoder.bias * (1 - first) + first
