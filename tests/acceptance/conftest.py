"""The program as its users run it: the installed command, in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.installed import Boshen


@pytest.fixture
def boshen(tmp_path: Path) -> Boshen:
    """Run `boshen WORDS` in an empty folder."""

    def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("boshen")), *map(str, words)]
        given = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=given | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    return run


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue of one serum with one approved point."""
    path = tmp_path / "catalogue.yaml"
    path.write_text(
        """\
products:
  - id: serum
    name: 清润精华液
    category: cosmetics
    claims:
      - {id: serum-1, text: 补水保湿二十四小时, evidence: 检测报告 2026-013}
""",
        "utf-8",
    )
    return path
