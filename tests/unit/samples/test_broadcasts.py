"""The shipped broadcasts say what their scripts say, and carry what their gold files plant."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import av
import pytest
import yaml

from monitor.claims.finding import Verdict
from samples.recipe.script import Script, compose, read_script, write_yaml

SAMPLES = Path(__file__).parents[3] / "samples"
BROADCASTS = SAMPLES / "broadcasts"
NAMES = ("beauty", "food")
MOST_BYTES = 10_000_000


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def gold(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read(BROADCASTS / f"{name}.gold.yaml")
    return found


def script(name: str) -> Script:
    return read_script(BROADCASTS / f"{name}.script.yaml")


def products() -> dict[str, dict[str, Any]]:
    return {product["id"]: product for product in read(SAMPLES / "catalogue.yaml")["products"]}


def seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        return sum(float(frame.samples) / frame.sample_rate for frame in container.decode(audio=0))


@pytest.mark.parametrize("name", NAMES)
def test_the_recording_lasts_as_long_as_the_gold_says_and_at_least_five_minutes(name: str) -> None:
    duration = gold(name)["duration"]
    assert duration >= 300
    assert seconds(BROADCASTS / f"{name}.ogg") == pytest.approx(duration, abs=0.1)


def test_all_recordings_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in BROADCASTS.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_lines_follow_one_another_inside_the_recording(name: str) -> None:
    lines = gold(name)["lines"]
    edges = [time for line in lines for time in (line["at"], line["end"])]
    assert edges == sorted(edges)
    assert edges[0] > 0
    assert edges[-1] < gold(name)["duration"]


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_the_script_is_in_the_gold_once(name: str) -> None:
    said = [(line.who, line.say, line.product, line.kind) for line in script(name).lines if line.say]
    heard = [(line["who"], line["text"], line["product"], line["kind"]) for line in gold(name)["lines"]]
    assert heard == said


@pytest.mark.parametrize("name", NAMES)
def test_every_flag_lies_inside_the_line_that_plants_it(name: str) -> None:
    lines, flags = gold(name)["lines"], gold(name)["flags"]
    for flag in flags:
        around = [line for line in lines if line["at"] <= flag["at"] < flag["end"] <= line["end"] + 0.05]
        assert [flag["text"] in line["text"] for line in around] == [True]
        assert around[0]["product"] == flag["product"]
    assert len(flags) == sum(line.flag is not None for line in script(name).lines) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_flags_name_known_verdicts_products_and_selling_points(name: str) -> None:
    known = products()
    for flag in gold(name)["flags"]:
        assert flag["verdict"] in set(Verdict)
        points = {claim["id"] for claim in known[flag["product"]]["claims"]}
        if flag["verdict"] == Verdict.EXCEEDS_APPROVAL:
            assert flag["selling_point"] in points
        from_words = flag["verdict"] in (Verdict.PROHIBITED, Verdict.EVIDENCE_NEEDED)
        assert ("rule" in flag) == from_words


@pytest.mark.parametrize("name", NAMES)
def test_both_voices_speak_and_small_talk_denials_and_quotations_occur(name: str) -> None:
    lines = gold(name)["lines"]
    assert {line["who"] for line in lines} == {"host", "assistant"}
    assert {line["kind"] for line in lines} >= {"talk", "approved", "negation", "quotation", "coded", "price"}


@pytest.mark.parametrize("name", NAMES)
def test_the_broadcast_file_puts_products_on_air_in_order_and_in_chinese_time(name: str) -> None:
    told = read(BROADCASTS / f"{name}.broadcast.yaml")
    assert datetime.fromisoformat(told["started_at"]).utcoffset() == timedelta(hours=8)
    assert told.keys() >= {"id", "channel", "host", "role", "ai_host", "run_sheet"}
    times = [entry["at"] for entry in told["run_sheet"]]
    assert times == sorted(times)
    assert [entry["product"] for entry in told["run_sheet"]] == list(
        dict.fromkeys(line.product for line in script(name).lines if line.product)
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_fresh_broadcast_plants_flags_of_known_products(seed: int, tmp_path: Path) -> None:
    write_yaml(tmp_path / "script.yaml", compose(seed))
    composed = read_script(tmp_path / "script.yaml")
    planted = [line for line in composed.lines if line.flag]
    assert len(planted) >= 4
    for line in planted:
        assert line.flag is not None
        assert line.flag["text"] in line.say
        assert line.product in products()
        assert line.flag["verdict"] in set(Verdict)
    assert all("{" not in line.say for line in composed.lines)


def test_a_seed_decides_the_whole_script() -> None:
    assert compose(3) == compose(3)
    assert compose(3)["lines"] != compose(4)["lines"]


@pytest.mark.parametrize("product", sorted(products()))
def test_exceeded_claims_never_say_the_approved_words(product: str) -> None:
    blocks = read(SAMPLES / "recipe" / "blocks.yaml")["products"][product]
    approved = {claim["text"] for claim in products()[product]["claims"]}
    exceeded = [row for row in blocks["planted"] if row["flag"]["verdict"] == Verdict.EXCEEDS_APPROVAL]
    said = [row["say"].replace("{n}", number) for row in exceeded for number in row["numbers"]]
    assert not [(line, text) for line in said for text in approved if text in line]
