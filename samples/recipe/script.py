"""The script of a broadcast: read from YAML, or composed from our own blocks by a seed."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SHANGHAI = timezone(timedelta(hours=8))
VOICES = ("f2", "m3", "f4", "m1", "m7", "f1")
CLEAR_TONES = 65
"""espeak-ng's pitch range; at its usual 50 the tones lie close together."""


@dataclass(frozen=True)
class Line:
    """What one voice says, or a pause of so many seconds.

    product: on air while it is said. kind: why it is in the script. flag: what must be found in it.
    """

    who: str = ""
    say: str = ""
    pause: float = 0.0
    product: str | None = None
    kind: str = "talk"
    flag: dict[str, str] | None = None


@dataclass(frozen=True)
class Script:
    """broadcast: what a scan is told, less the run sheet. voices: fields of `voice.Manner`.

    music_db: how far speech stands above the music.
    """

    broadcast: dict[str, Any]
    voices: dict[str, dict[str, Any]]
    music_db: float
    lines: list[Line]


def read_script(file: Path) -> Script:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    voices, lines, product = written["voices"], list[Line](), None
    for row in written["lines"]:
        product = row.get("product", product)
        if "pause" in row:
            lines.append(Line(pause=row["pause"]))
        for who in voices.keys() & row.keys():
            lines.append(
                Line(who, row[who], product=product, kind=row.get("kind", "talk"), flag=row.get("flag"))
            )
    return Script(written["broadcast"], voices, written["music_db"], lines)


def write_yaml(file: Path, content: Any) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    file.write_text(text, encoding="utf-8")


class Composer:
    """Puts a broadcast together from `blocks.yaml`; every choice comes from one dice."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"compose {seed}")
        self.blocks = yaml.safe_load((HERE / "blocks.yaml").read_text(encoding="utf-8"))
        self.lines: list[dict[str, Any]] = []
        self.unused = {
            name: self.dice.sample(lines, len(lines)) for name, lines in self.blocks["anywhere"].items()
        }

    def say(self, line: str | dict[str, Any], who: str = "host", kind: str = "talk") -> None:
        row: dict[str, Any] = {"say": line} if isinstance(line, str) else dict(line)
        said = row.pop("say")
        if choices := row.pop("numbers", None):
            number = self.dice.choice(choices)
            said = said.replace("{n}", number)
            row["flag"] = row["flag"] | {"text": row["flag"]["text"].replace("{n}", number)}
        self.lines.append({who: said} | ({"kind": kind} if kind != "talk" else {}) | row)

    def anywhere(self, name: str, who: str = "host") -> None:
        self.say(self.unused[name].pop(), who, name)

    def chat(self) -> None:
        self.anywhere("small_talk", self.dice.choice(("host", "assistant")))
        self.lines.append({"pause": round(self.dice.uniform(1.5, 5), 1)})

    def product(self, name: str) -> None:
        block = self.blocks["products"][name]
        begin = len(self.lines)
        for line in block["intro"]:
            self.say(line)
        middle = [(line, "host", "approved") for line in block["approved"]]
        middle += [(line, "host", "talk") for line in block["talk"]]
        planted = self.dice.sample(block["planted"], min(len(block["planted"]), self.dice.choice((1, 2, 2))))
        middle += [(line, "host", line["flag"]["verdict"]) for line in planted]
        self.dice.shuffle(middle)
        for line, who, kind in middle:
            self.say(line, who, kind)
        self.anywhere(self.dice.choice(("negation", "quotation", "self_comparison")))
        for line in block.get("statements", []):
            self.say(line, kind="statement")
        self.say(block["price"], "assistant", "price")
        self.lines[begin]["product"] = name
        self.chat()


def compose(seed: int) -> dict[str, Any]:
    """A script as written in YAML: four or five products, one or two planted flags each."""
    composer = Composer(seed)
    dice, blocks = composer.dice, composer.blocks
    voices = dice.sample(VOICES, 2)
    for line in blocks["opening"]:
        composer.say(line)
    composer.chat()
    for name in dice.sample(sorted(blocks["products"]), dice.choice((4, 5))):
        composer.product(name)
    for line in blocks["closing"]:
        composer.say(line)
    began = datetime(2026, 9, 1, 20, tzinfo=SHANGHAI) + timedelta(days=seed % 60)
    return {
        "broadcast": {
            "id": f"fresh-{seed}",
            "started_at": began.isoformat(),
            "channel": "合成示例直播间",
            "host": "小云",
            "role": "publisher",
            "ai_host": False,
        },
        "voices": {
            who: {"variant": voice, "rate": dice.randint(195, 225), "pitch": 50, "pitch_range": CLEAR_TONES}
            for who, voice in zip(("host", "assistant"), voices, strict=True)
        },
        "music_db": dice.randint(18, 25),
        "lines": composer.lines,
    }
