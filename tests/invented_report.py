"""An invented broadcast and its report, for the tests of what readers see."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import av
import numpy as np

from monitor.claims.finding import Citation, Decision, Difference, Finding, Severity, Step, Verdict
from monitor.media.block import SAMPLE_RATE
from monitor.report.report import (
    Bilingual,
    LawReference,
    LedgerState,
    Recording,
    Report,
    ReportFlag,
    SpeechModel,
)
from monitor.speech.coverage import Coverage, Fate, Stretch
from monitor.text.utterance import Utterance

SECONDS = 324.0
ADVERTISING_LAW = Bilingual("中华人民共和国广告法（2021修正）", "Advertising Law (2021)")
PRICE_RULES = Bilingual("明码标价和禁止价格欺诈规定", "Provisions on Price Marking and Price Fraud")
LIVE_MEASURES = Bilingual("直播电商监督管理办法", "Measures for Live E-commerce")

SPOKEN = (
    (4.0, 8.6, "晚上好呀各位，刚进来的朋友先坐一会儿"),
    (58.2, 61.0, "这瓶云朵洁面乳我自己用了两支了"),
    (61.4, 66.9, "洗完三天黑头全部消失，一个都不会留"),
    (67.5, 70.2, "味道是那种淡淡的茶香"),
    (121.0, 125.5, "青禾杂粮粥每袋含有十八克膳食纤维"),
    (126.1, 129.8, "早上冲一袋，上班路上就能喝"),
    (176.4, 181.2, "今天直播间只要三十九块九，再送两袋"),
    (230.0, 236.0, "这个枸杞原浆喝了能降血糖，家里老人都在喝"),
    (236.5, 239.0, "喜欢的朋友可以先加个购物车"),
    (262.3, 267.7, "我们是薇❤商圈里卖得最好的一款，全网第一名"),
    (301.0, 306.5, "还是那瓶洁面乳，三天黑头全部消失记得拍"),
    (311.0, 315.4, "经常熬夜的话这款眼霜也可以试试看"),
)


def transcript() -> tuple[Utterance, ...]:
    return tuple(Utterance(text, start, end) for start, end, text in SPOKEN)


def finding(spoken: int, claim: str, **fields: object) -> Finding:
    """A finding on the claim within one of the spoken sentences; prohibited, high, to review unless told."""
    start, end, text = SPOKEN[spoken]
    begin = text.index(claim)
    plain = Finding(
        text=text,
        span=(begin, begin + len(claim)),
        claim=claim,
        verdict=Verdict.PROHIBITED,
        decision=Decision.REVIEW,
        severity=Severity.HIGH,
        start=start,
        end=end,
    )
    return replace(plain, **fields)


def law(law_name: Bilingual, article: int, in_force: str) -> LawReference:
    return LawReference(law_name, Bilingual(f"第{article}条", f"Art. {article}"), in_force)


def flags() -> tuple[ReportFlag, ...]:
    return (_cures(), _removes(), _fibre(), _price(), _first(), _eyes(), _unsaid())


def _cures() -> ReportFlag:
    said = finding(
        7,
        "喝了能降血糖",
        severity=Severity.CRITICAL,
        decision=Decision.BLOCK,
        rule="medical-effect",
        product="goji",
        action="correct_now",
        citations=(Citation("AD", "17", "2021-04-29"),),
        trace=(
            Step("rule.hit", {"words": "降血糖", "stream": "characters"}),
            Step("on_air", {"source": "run_sheet"}),
            Step("role.stricter"),
        ),
        messages={
            "zh": "疑似：普通食品宣传疾病治疗作用。",
            "en": "Suspected: ordinary food is said to treat a disease.",
        },
    )
    title = Bilingual("普通商品不得涉及疾病治疗功能", "Ordinary goods may not claim to treat disease")
    laws = (law(ADVERTISING_LAW, 17, "2021-04-29"), law(LIVE_MEASURES, 31, "2026-02-01"))
    return ReportFlag("F-7c21a0", (said,), title, laws, "枸杞原浆 30 袋", None, 14)


def _removes() -> ReportFlag:
    told = {
        "verdict": Verdict.EXCEEDS_APPROVAL,
        "rule": "claim.exceeds",
        "product": "cleanser",
        "selling_point": "cleanser-2",
        "difference": Difference("certainty", "减少黑头", "黑头全部消失"),
        "action": "require_evidence",
        "trace": (
            Step("claim.matched", {"point": "cleanser-2", "likeness": "87"}),
            Step("on_air", {"source": "named"}),
        ),
        "messages": {
            "zh": "疑似超出已审核卖点：确定程度不同。",
            "en": "Suspected: goes beyond the approved selling point in certainty.",
        },
    }
    first, again = (finding(spoken, "三天黑头全部消失", **told) for spoken in (2, 10))
    title = Bilingual("说法不得超出已审核的内容", "Claims may not go beyond what was approved")
    laws = (law(LIVE_MEASURES, 27, "2026-02-01"),)
    return ReportFlag(
        "F-19be44", (first, again), title, laws, "云朵洁面乳 120g", "坚持使用两周可减少黑头", 11
    )


def _fibre() -> ReportFlag:
    said = finding(
        4,
        "每袋含有十八克膳食纤维",
        verdict=Verdict.EXCEEDS_APPROVAL,
        severity=Severity.MEDIUM,
        product="porridge",
        selling_point="porridge-1",
        difference=Difference("number", "8", "十八"),
        action="correct_now",
    )
    title = Bilingual("数值须与已审核的一致", "Figures must be those approved")
    laws = (law(ADVERTISING_LAW, 28, "2021-04-29"),)
    return ReportFlag("F-2d0953", (said,), title, laws, "青禾杂粮粥 12 袋", "每袋含8克膳食纤维", 12)


def _price() -> ReportFlag:
    said = finding(
        6,
        "只要三十九块九",
        verdict=Verdict.PRICE_MISMATCH,
        severity=Severity.MEDIUM,
        product="porridge",
        difference=Difference("price", "49.90", "39.90"),
        action="verify_stock",
    )
    title = Bilingual("所说价格须与商品页一致", "The price said must be the price listed")
    laws = (law(PRICE_RULES, 19, "2022-07-01"),)
    return ReportFlag("F-a4417d", (said,), title, laws, "青禾杂粮粥 12 袋", None, 13)


def _first() -> ReportFlag:
    said = finding(
        9, "全网第一名", product="goji", evasion=("薇❤",), rule="absolute-term", action="correct_now"
    )
    title = Bilingual("绝对化用语", "Absolute terms")
    laws = (law(ADVERTISING_LAW, 9, "2021-04-29"),)
    return ReportFlag("F-b80e12", (said,), title, laws, "枸杞原浆 30 袋", None, 15)


def _eyes() -> ReportFlag:
    said = finding(
        11,
        "经常熬夜的话这款眼霜也可以试试看",
        verdict=Verdict.EVIDENCE_NEEDED,
        decision=Decision.PASS,
        severity=Severity.LOW,
        action="log_only",
    )
    return ReportFlag("F-c35f08", (said,))


def _unsaid() -> ReportFlag:
    said = Finding(
        text="",
        span=(0, 0),
        claim="本品不能代替药物",
        verdict=Verdict.MISSING_STATEMENT,
        decision=Decision.REVIEW,
        severity=Severity.MEDIUM,
        product="goji",
        action="add_disclaimer",
    )
    title = Bilingual("须口播法定提示语", "The statutory notice must be spoken")
    return ReportFlag("F-d9066b", (said,), title, (), "枸杞原浆 30 袋", None, 16)


def coverage(unsure: bool = False) -> Coverage:
    """Speech around each sentence, one damaged stretch; heard well enough unless `unsure`."""
    found = Coverage()
    at = 0.0
    for start, end, _ in SPOKEN:
        _add(found, at, start - 1.5, Fate.NON_SPEECH)
        _add(found, max(at, start - 1.5), end, Fate.TRANSCRIBED, confident=not (unsure and 100 < start < 200))
        at = end
    _add(found, at, 316.0, Fate.NON_SPEECH)
    _add(found, 316.0, 316.9, Fate.LOST, reason="damaged")
    _add(found, 316.9, SECONDS, Fate.NON_SPEECH)
    return found


def _add(found: Coverage, start: float, end: float, fate: Fate, **told: object) -> None:
    if end > start:
        found.add(Stretch(round(start * SAMPLE_RATE), round(end * SAMPLE_RATE), fate, **told))


def report(**fields: object) -> Report:
    """The report of the invented broadcast, with whatever fields a test names changed."""
    plain = Report(
        broadcast_id="live-2026-07-01-a",
        title="夏夜好物专场",
        started_at=datetime(2026, 7, 1, 20, 0, tzinfo=timezone(timedelta(hours=8))),
        made_at=datetime(2026, 7, 1, 14, 30, tzinfo=UTC),
        recording=Recording("夏夜好物专场.mp4", "9f2c" * 16, SECONDS, "mp4", "1 (aac, 48 kHz, 2)"),
        model=SpeechModel("speech_model", "41d07ab3" * 8, is_demo=True),
        lexicon_version="2026.11.1",
        catalogue_version="7be1c02f",
        coverage=coverage(),
        flags=flags(),
        transcript=transcript(),
        approved=9,
        channel="青禾优选",
        host="小满",
        role="advertiser",
        ledger=LedgerState("e3a1" * 16, 17),
    )
    return replace(plain, **fields)


def clips(of: Report) -> dict[tuple[str, int], bytes]:
    return {
        (flag.id, index): mp3(seconds=3, hertz=330.0 + 110 * index)
        for flag in of.flags
        for index, occurrence in enumerate(flag.occurrences)
        if occurrence.start is not None
    }


def mp3(seconds: int, hertz: float) -> bytes:
    """A tone, 16 kHz mono."""
    wave = 0.2 * np.sin(2 * np.pi * hertz * np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE)
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()
