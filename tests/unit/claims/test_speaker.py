"""Who speaks, by the broadcast file and the transcript, and which law that makes of what is said."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.claims.broadcast import Broadcast, load_broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Finding
from monitor.claims.speaker import Speaker, Who
from monitor.errors import BadValue, DuplicateId, FileError, UnknownKey
from monitor.rules.lexicon import load_lexicons
from monitor.text.utterance import Utterance

LEXICON = load_lexicons()
CUP = Product(id="cup", name="山风保温杯", category="daily_goods")
CATALOGUE = Catalogue((CUP,), "v")
GOOD = """id: evening
role: publisher
started_at: 2026-03-01T20:00:00+08:00
speakers:
  - {name: 阿宁}
  - {name: 大周, who: co_host, at: [["5:00", "7:30"]]}
  - {name: 刘医生, who: guest, at: [[450, "8:00"], ["2026-03-01T20:20:00+08:00", "21:00"]]}
  - {name: 小雨, who: viewer, role: not_advertising}
run_sheet:
  - {at: 0, product: cup, speaker: 阿宁}
  - {at: "30:00", product: cup}
"""


def read(folder: Path, text: str = GOOD) -> Broadcast:
    path = folder / "broadcast.yaml"
    path.write_text(text, encoding="utf-8")
    return load_broadcast(path, CATALOGUE)


def said(text: str, broadcast: Broadcast, **where: object) -> list[Finding]:
    utterance = Utterance(text, **where)  # type: ignore[arg-type]
    return judge_all([utterance], Detector(LEXICON, CATALOGUE, broadcast, date(2026, 3, 1)))


def test_roles_follow_from_who_speaks_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    speakers = read(tmp_path).speakers
    assert [(s.who, s.role) for s in speakers] == [
        (Who.HOST, "publisher"),
        (Who.CO_HOST, "publisher"),
        (Who.GUEST, "endorser"),
        (Who.VIEWER, "not_advertising"),
    ]
    assert speakers[2].spoke == ((450.0, 480.0), (1200.0, 1260.0))


@pytest.mark.parametrize(
    ("utterance", "name"),
    [
        (Utterance("好", 310.0, 311.0, speaker="小雨"), "小雨"),
        (Utterance("好", 310.0, 311.0), "大周"),
        (Utterance("好", 450.0, 451.0), "刘医生"),
        (Utterance("好", 20.0, 21.0), "阿宁"),
        (Utterance("好", 1900.0, 1901.0), None),
        (Utterance("好"), None),
    ],
)
def test_the_transcript_then_the_stretches_then_the_run_sheet_say_who_speaks(
    tmp_path: Path, utterance: Utterance, name: str | None
) -> None:
    speaker = read(tmp_path).speaker(utterance)
    assert (speaker.name if speaker else None) == name


@pytest.mark.parametrize(
    ("old", "new", "error", "line"),
    [
        ("{name: 阿宁}", "{nome: 阿宁}", UnknownKey, 5),
        ("{name: 大周, who: co_host", "{name: 大周, who: owner", BadValue, 6),
        ("role: not_advertising", "role: nobody", BadValue, 8),
        ("name: 小雨", "name: 大周", DuplicateId, 8),
        ('["5:00", "7:30"]', '["5:00"]', BadValue, 6),
        ('["5:00", "7:30"]', '["7:30", "5:00"]', BadValue, 6),
        ('["5:00", "7:30"]', '["5:00", "later"]', BadValue, 6),
        ("[450,", "[440,", BadValue, 7),
        ("speaker: 阿宁", "speaker: 阿明", BadValue, 10),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, error: type[FileError], line: int
) -> None:
    with pytest.raises(error) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.fields["line"] == line


def test_the_role_of_the_speaker_decides_the_law() -> None:
    started, seller = datetime(2026, 3, 1, 12, tzinfo=UTC), Speaker("老板", Who.HOST, "seller")
    guest = Speaker("刘医生", Who.GUEST, "endorser")
    broadcast = Broadcast("b", started, role="publisher", speakers=(seller, guest))
    by = {name: said("这是全国最好的杯子", broadcast, speaker=name)[0] for name in ("老板", "刘医生")}
    laws = {name: {citation.law for citation in finding.citations} for name, finding in by.items()}
    assert "AD" in laws["刘医生"]
    assert "AD" not in laws["老板"]
    assert ("speaker", {"name": "老板", "who": "host", "role": "seller"}) in [
        (step.code, step.detail) for step in by["老板"].trace
    ]
    assert "由嘉宾“刘医生”说出" in by["刘医生"].messages["zh"]


def test_a_name_that_is_not_listed_is_held_to_the_stricter_law() -> None:
    broadcast = Broadcast("b", role="seller", speakers=(Speaker("老板", Who.HOST, "seller"),))
    (finding,) = said("这是全国最好的杯子", broadcast, speaker="路人")
    assert "role.stricter" in [step.code for step in finding.trace]
    assert "AD" in {citation.law for citation in finding.citations}
    assert "路人" in finding.messages["zh"]


def test_where_no_speakers_are_listed_a_name_speaks_for_the_room() -> None:
    broadcast = Broadcast("b", role="seller")
    (finding,) = said("这是全国最好的杯子", broadcast, speaker="SPEAKER_00")
    assert "role.stricter" not in [step.code for step in finding.trace]
    assert "AD" not in {citation.law for citation in finding.citations}
