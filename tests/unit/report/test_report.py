from dataclasses import replace

from monitor.claims.finding import Decision, Severity, Verdict
from monitor.report.report import ReportFlag
from tests.invented_report import coverage, finding, report


def flag(*findings):
    return ReportFlag("F-1", findings)


def test_a_report_with_something_to_decide_is_suspected():
    assert report().status == "suspected"


def test_a_report_heard_well_with_nothing_to_decide_is_clean():
    passing = replace(finding(2, "黑头"), decision=Decision.PASS)
    assert report(flags=(flag(passing),)).status == "clean"
    assert report(flags=()).status == "clean"


def test_below_the_share_heard_it_is_not_assessed_whatever_was_found():
    assert report(coverage=coverage(unsure=True)).status == "not_assessed"
    assert report(coverage=coverage(unsure=True), flags=()).status == "not_assessed"


def test_flags_are_in_order_of_time_and_those_of_the_whole_broadcast_last():
    starts = [flag.finding.start for flag in report().in_order]
    assert starts == [61.4, 121.0, 176.4, 230.0, 262.3, 311.0, None]


def test_the_gravest_occurrence_leads_and_of_those_the_first():
    mild = finding(2, "三天黑头全部消失")
    grave = replace(mild, severity=Severity.CRITICAL, start=90.0)
    graver_again = replace(grave, start=120.0)
    assert flag(mild, grave, graver_again).lead == 1
    assert flag(mild, grave).severity is Severity.CRITICAL


def test_a_flag_takes_the_strictest_decision_of_its_occurrences():
    passing = replace(finding(2, "黑头"), decision=Decision.PASS)
    blocked = replace(passing, decision=Decision.BLOCK)
    assert flag(passing, blocked).decision is Decision.BLOCK
    assert flag(passing, blocked).suspected
    assert not flag(passing).suspected


def test_counts_are_of_flags_not_of_occurrences():
    counted = report()
    assert counted.by_severity() == {
        Severity.CRITICAL: 1,
        Severity.HIGH: 2,
        Severity.MEDIUM: 3,
        Severity.LOW: 1,
        Severity.INFO: 0,
    }
    assert counted.by_verdict()[Verdict.EXCEEDS_APPROVAL] == 2
    assert Verdict.APPROVED not in counted.by_verdict()
    assert (len(counted.suspected), len(counted.noted)) == (6, 1)
