import json

from monitor.claims.finding import as_row
from monitor.report.json_file import json_text
from monitor.report.rows import SCHEMA
from tests.invented_report import SPOKEN, coverage, report


def read(of):
    return json.loads(json_text(of))


def test_every_finding_is_there_by_the_keys_of_the_contract():
    of = report()
    rows = [[as_row(finding, "zh") for finding in flag.occurrences] for flag in of.in_order]
    assert [flag["occurrences"] for flag in read(of)["flags"]] == json.loads(json.dumps(rows))


def test_coverage_accounts_for_every_sample():
    of = report()
    told = read(of)["coverage"]
    assert told["sample_rate"] == 16_000
    assert told["stretches"][0]["start"] == 0
    assert [s["end"] for s in told["stretches"][:-1]] == [s["start"] for s in told["stretches"][1:]]
    assert told["stretches"][-1]["end"] == of.coverage.end


def test_the_result_says_whether_anything_can_be_concluded():
    told = read(report(flags=(), coverage=coverage(unsure=True)))["result"]
    assert (told["assessed"], told["suspected"], told["legal_advice"]) == (False, 0, False)
    assert read(report())["result"]["assessed"] is True


def test_what_was_heard_and_by_what_is_named():
    told = read(report())
    assert told["schema"] == SCHEMA
    assert told["model"]["demo"] is True
    assert told["broadcast"]["started_at"] == "2026-07-01T20:00:00+08:00"
    assert [row["text"] for row in told["transcript"]] == [text for _, _, text in SPOKEN]
    assert told["ledger"] == {"root": "e3a1" * 16, "size": 17}


def test_what_is_not_known_is_null():
    told = read(report(started_at=None, ledger=None, role=None))
    assert (told["broadcast"]["started_at"], told["ledger"], told["broadcast"]["role"]) == (None, None, None)
