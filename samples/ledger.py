"""A ledger to look at: `python -m samples.ledger sqlite:///FILE`. All names, numbers and words are invented.

Two suppliers and their goods go through selection, one broadcast is reviewed before, heard, flagged and
dealt with. Some names have rare characters, as real ones do.
"""

import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.act import do, open_record
from monitor.ledger.database import open_database, writing
from monitor.ledger.scans import (
    BroadcastFacts,
    HeardWindow,
    RecordingFacts,
    Versions,
    finish,
    save_window,
    start_or_resume,
)
from monitor.ledger.tables import Flag
from monitor.speech.coverage import Coverage, Fate, Stretch

BROADCAST = "live-0801"
_SAMPLES = 3600 * 16_000
_PEOPLE = {
    "adm": ("赵一诺", ["admin"]),
    "ops": ("陈小禾", ["operator"]),
    "qm": ("李䶮", ["quality_manager"]),
    "rev": ("王㛃", ["reviewer"]),
    "law": ("张𠅤", ["legal"]),
    "aud": ("刘𬎆", ["auditor"]),
    "anna": ("安安", ["host"]),
}


def fill(engine: Engine, tenant: str = "default") -> None:
    """Write all of it to a ledger that is empty."""
    with writing(engine, tenant) as session:
        people = _people(session, tenant)
        for who, kind, key, act, body in [*_selection(), *_around()]:
            do(session, open_record(session, tenant, kind, key), act, people[who], body)
    _scan(engine, tenant)
    with writing(engine, tenant) as session:
        _review(session, tenant, people)


def _people(session: Session, tenant: str) -> dict[str, str]:
    records = {key: open_record(session, tenant, "person", key) for key in _PEOPLE}
    first = None
    for key, (name, roles) in _PEOPLE.items():
        body = {"name": name, "roles": roles, "channels": [], "suppliers": []}
        do(session, records[key], "registered", first, body)
        first = first or records[key].id
    return {key: record.id for key, record in records.items()}


Step = tuple[str, str, str, str, dict[str, Any]]


def _attached(name: str) -> dict[str, Any]:
    content = f"示例附件 {name}".encode()
    return {
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "application/pdf",
        "name": name,
    }


def _decided(who: str, kind: str, key: str, act: str = "approved", reason: str = "") -> Step:
    return who, kind, key, act, {"of": 1, "reason": reason, "attachments": []}


def _selection() -> list[Step]:
    return [*_suppliers(), *_goods(), *_points()]


def _suppliers() -> list[Step]:
    checked = {
        "verified_on": "2026-07-01",
        "method": "国家企业信用信息公示系统核对",
        "number": "示例91330100MA0000000X",
    }
    verification = checked | {"renew_by": "2027-01-01", "attachments": [_attached("营业执照-示例.pdf")]}
    licence = {
        "of": {"kind": "supplier", "key": "qinghe"},
        "type": "licence",
        "number": "示例91330100MA0000000X",
        "issuer": "示例市市场监督管理局",
        "scope": "化妆品批发；日用品销售",
        "valid_from": "2020-03-01",
        "valid_until": "2040-02-28",
        "authorised_by": None,
        "attachments": [_attached("营业执照-示例.pdf")],
    }
    first = {
        "name": "青禾日化（示例）有限公司",
        "verification": verification,
        "qualifications": ["q-licence"],
    }
    other = {"name": "南山农产（示例）合作社", "verification": verification, "qualifications": []}
    refusal = "未能提供食品经营许可，补齐前不予合作。"
    return [
        ("ops", "qualification", "q-licence", "submitted", licence),
        _decided("law", "qualification", "q-licence"),
        ("ops", "supplier", "qinghe", "submitted", first | {"note": "", "attachments": []}),
        _decided("qm", "supplier", "qinghe", reason="主体、执照与授权链核对一致。"),
        ("ops", "supplier", "nanshan", "submitted", other | {"note": "", "attachments": []}),
        _decided("qm", "supplier", "nanshan", "rejected", refusal),
    ]


def _goods() -> list[Step]:
    product = {
        "supplier": "qinghe",
        "name": "清润精华液（示例）",
        "category": "cosmetics",
        "aliases": ["清润精华"],
        "link": "3",
        "registration_no": "示妆网备字2026000001",
        "qualifications": ["q-licence", "q-report"],
    }
    report = {
        "of": {"kind": "product", "key": "serum"},
        "type": "inspection_report",
        "number": "示例检2026-013",
        "issuer": "示例检测技术有限公司",
        "scope": "保湿功效人体试用，24 小时",
        "valid_from": "2026-05-01",
        "valid_until": "2027-04-30",
        "authorised_by": "q-licence",
        "attachments": [_attached("检验报告-示例.pdf")],
    }
    sample = {
        "product": "serum",
        "way": "evaluation",
        "outcome": "passed",
        "by": "品控组",
        "tested_on": "2026-07-05",
    }
    waiver = {
        "product": "serum",
        "way": "waived",
        "reason": "大规格装每批不足三件，不能留样。",
        "substitute": "出厂检验合格证、同批次小样留存",
        "attachments": [_attached("出厂合格证-示例.pdf")],
    }
    inspection = {
        "product": "serum",
        "by": "mystery",
        "stage": "during",
        "outcome": "passed",
        "inspected_on": "2026-08-03",
        "body": "示例检测技术有限公司",
        "number": "示例抽2026-0803",
    }
    return [
        ("ops", "qualification", "q-report", "submitted", report),
        _decided("law", "qualification", "q-report"),
        ("ops", "product", "serum", "submitted", product),
        _decided("qm", "product", "serum", reason="品类允许，备案信息与包装一致。"),
        ("ops", "sample", "serum-s1", "submitted", sample),
        _decided("qm", "sample", "serum-s1"),
        ("ops", "sample", "serum-s2", "submitted", waiver),
        _decided("qm", "sample", "serum-s2", reason="理由成立，替代证据已核。"),
        ("ops", "inspection", "serum-i1", "submitted", inspection),
        _decided("qm", "inspection", "serum-i1"),
    ]


def _points() -> list[Step]:
    evidence = {"qualifications": ["q-report"], "samples": ["serum-s1"], "note": "报告第 4 页表 2"}
    point = {
        "product": "serum",
        "text": "补水保湿二十四小时",
        "evidence": evidence,
        "valid_until": "2027-04-30",
    }
    bold = point | {"text": "三天淡化所有细纹"}
    review = {
        "of": {"kind": "point", "key": "serum-p1"},
        "cause": "flag",
        "due": "2026-08-15",
        "outcome": "passed",
    }
    return [
        ("ops", "point", "serum-p1", "submitted", point),
        _decided("rev", "point", "serum-p1", reason="与检验报告结论一致。"),
        ("ops", "point", "serum-p2", "submitted", bold),
        _decided("rev", "point", "serum-p2", "rejected", "没有依据，且属于绝对化、功效夸大表述。"),
        (
            "rev",
            "re_review",
            "rr-1",
            "submitted",
            review | {"reason": "确认标记后复审，卖点本身无误，主播超出其范围。"},
        ),
        _decided("qm", "re_review", "rr-1"),
    ]


def _around() -> list[Step]:
    verification = {"verified_on": "2026-07-20", "method": "身份证件与人像比对", "renew_by": "2027-01-20"}
    host = {"name": "安安", "agency": "示例文化传媒", "verification": verification}
    report = {
        "host": "anna",
        "broadcast": BROADCAST,
        "platform": "示例平台",
        "reported_at": "2026-08-01T10:00:00Z",
        "receipt": "示例回执-0801",
    }
    passed = {"outcome": "passed", "note": ""}
    sheet = {
        "broadcast": BROADCAST,
        "spoken": {"outcome": "changed", "note": "删去“最有效”一句"},
        "display": passed,
        "costume": passed,
        "set": passed,
        "props": {"outcome": "not_used", "note": ""},
    }
    training = {
        "title": "广告法与口播用语",
        "held_on": "2026-07-15",
        "by": "王㛃",
        "hosts": ["anna"],
        "hours": 2.5,
    }
    check = {
        "agency": "示例文化传媒",
        "of": {"kind": "supplier", "key": "qinghe"},
        "outcome": "passed",
        "checked_on": "2026-07-18",
    }
    return [
        ("ops", "host", "anna", "submitted", host),
        _decided("qm", "host", "anna"),
        ("ops", "host_report", "anna-0801", "submitted", report),
        _decided("qm", "host_report", "anna-0801"),
        ("ops", "sheet", BROADCAST, "submitted", sheet),
        _decided("rev", "sheet", BROADCAST, reason="口播修改后通过。"),
        ("ops", "training", "t-07", "submitted", training),
        _decided("qm", "training", "t-07"),
        ("ops", "agency_check", "ac-1", "submitted", check),
        _decided("qm", "agency_check", "ac-1"),
    ]


def _scan(engine: Engine, tenant: str) -> None:
    began = datetime(2026, 8, 1, 12, tzinfo=UTC)
    broadcast = BroadcastFacts(BROADCAST, "青禾直播间（示例）", "anna", "seller", began, {"run_sheet": []})
    recording = RecordingFacts("5a" * 32, "live-0801.mp4", "mp4", 0, _SAMPLES)
    versions = Versions("demo", "d" * 64, True, "示例规则", "示例目录", "示例设置")
    lease = start_or_resume(engine, tenant, recording, broadcast, versions)
    save_window(engine, lease, HeardWindow(0, 0, _SAMPLES, {"words": []}))
    finish(engine, lease, Coverage([Stretch(0, _SAMPLES, Fate.TRANSCRIBED)]), _findings())


def _findings() -> list[Finding]:
    beyond = Finding(
        text="家人们这款精华补水保湿七十二小时都不干",
        span=(6, 15),
        claim="补水保湿七十二小时",
        verdict=Verdict.EXCEEDS_APPROVAL,
        decision=Decision.REVIEW,
        severity=Severity.MEDIUM,
        start=754.0,
        end=757.5,
        product="serum",
        selling_point="serum-p1",
        slots=("quantity",),
    )
    barred = Finding(
        text="这个就是全网最有效的抗老精华",
        span=(3, 9),
        claim="全网最有效",
        verdict=Verdict.PROHIBITED,
        decision=Decision.BLOCK,
        severity=Severity.HIGH,
        start=1312.0,
        end=1315.0,
        product="serum",
        rule="absolute.best",
    )
    return [beyond, barred]


def _review(session: Session, tenant: str, people: dict[str, str]) -> None:
    flags = session.exec(select(Flag).where(Flag.tenant == tenant).order_by(col(Flag.first_at))).all()
    beyond, barred = (flag.id for flag in flags)
    steps: list[Step] = [
        ("rev", "flag", beyond, "confirmed", {"reason": "exceeds", "note": "批准的是二十四小时。"}),
        ("rev", "flag", barred, "escalated", {"reason": "law_unclear", "note": "涉及绝对化用语，请法务定。"}),
        ("law", "flag", barred, "confirmed", {"reason": "prohibited", "note": "不属于任何例外情形。"}),
        (
            "ops",
            "correction",
            "c-1",
            "recorded",
            {"broadcast": BROADCAST, "flags": [beyond], "said": "刚才口误，是保湿二十四小时", "begin": 790.0},
        ),
        ("rev", "correction", "c-1", "confirmed", {"note": "已听片段，更正清楚。"}),
        ("rev", "flag", beyond, "corrected", {"reason": "on_air", "note": "播出中 36 秒内更正。"}),
        (
            "law",
            "task",
            "task-1",
            "opened",
            {
                "what": "全体主播重训绝对化用语",
                "owner": "ops",
                "deadline": "2026-08-08T10:00:00Z",
                "flags": [barred],
            },
        ),
        ("ops", "task", "task-1", "done", {"note": "8 月 6 日完成。"}),
        ("law", "task", "task-1", "verified", {"note": "抽查两场，未再出现。"}),
        (
            "law",
            "case",
            "case-1",
            "opened",
            {"what": "inspection", "title": "示例市场监管所日常检查", "by": "示例市场监管所"},
        ),
        ("law", "case", "case-1", "gathered", {"flags": [barred], "products": ["serum"]}),
        ("law", "case", "case-1", "hold_placed", {"reason": "检查期间暂停销毁。"}),
    ]
    for who, kind, key, act, body in steps:
        do(session, open_record(session, tenant, kind, key), act, people[who], body)


if __name__ == "__main__":
    fill(open_database(sys.argv[1]))
