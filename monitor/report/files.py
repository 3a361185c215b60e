"""The report on disk."""

import os
from dataclasses import dataclass
from pathlib import Path

from monitor.report.html import Clips, html
from monitor.report.json_file import json_text
from monitor.report.report import Report
from monitor.report.xlsx import xlsx


@dataclass(frozen=True, slots=True)
class ReportFiles:
    html: Path
    json: Path
    xlsx: Path


def write(report: Report, folder: Path, clips: Clips) -> ReportFiles:
    """Write report.html, report.json and report.xlsx, each whole or not at all.

    clips: MP3 bytes by flag id and index into its occurrences. OSError when the folder refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = ReportFiles(folder / "report.html", folder / "report.json", folder / "report.xlsx")
    _replace(written.html, html(report, clips).encode("utf-8", "replace"))
    _replace(written.json, json_text(report).encode("utf-8", "backslashreplace"))
    _replace(written.xlsx, xlsx(report))
    return written


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
