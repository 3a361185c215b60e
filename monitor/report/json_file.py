"""The report for machines."""

import json

from monitor.report.report import Report
from monitor.report.rows import report_row


def json_text(report: Report) -> str:
    """Schema `boshen.report/1`, keys in a fixed order, Chinese as it is."""
    return json.dumps(report_row(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
