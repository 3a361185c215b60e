"""Small folders of rules, written for a test."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from monitor.rules.lexicon import CATEGORIES, LAWS, SHIPPED

HITS = [f"第{n}位说它神通广大" for n in "一二三四五六七八"]
NEAR = [f"第{n}位说它用处不小" for n in "一二三四五六七八"]


def rule(name: str = "own.rule", **fields: Any) -> dict[str, Any]:
    """A rule that finds 神通广大 and is complete but for what `fields` say."""
    return {
        "id": name,
        "title": {"zh": "自定", "en": "Own"},
        "severity": "high",
        "decision": "block",
        "basis": [{"law": "AD", "articles": ["9"]}],
        "patterns": [{"phrases": ["神通广大"]}],
        "action": "correct_now",
        "message": {"zh": "不可说", "en": "may not be said"},
        "tests": {"hit": HITS, "ok": NEAR},
        **fields,
    }


def write(path: Path, *rules: dict[str, Any], **more: Any) -> Path:
    path.write_text(yaml.safe_dump({"rules": list(rules), **more}, allow_unicode=True), "utf-8")
    return path


def shared(folder: Path) -> Path:
    """`folder` with the shipped laws and categories and nothing else."""
    folder.mkdir(exist_ok=True)
    for name in (LAWS, CATEGORIES):
        shutil.copy(SHIPPED / name, folder / name)
    return folder
