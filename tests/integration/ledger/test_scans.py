"""A scan: begun, taken up, fenced, finished once."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.claims.finding import Finding
from monitor.errors import ScanBusy
from monitor.ledger.scans import HeardWindow, finish, save_window, saved_windows
from monitor.ledger.tables import Broadcast, Entry, Flag, Occurrence, Recording, Scan, Window
from monitor.ledger.verify import verify
from monitor.speech.coverage import Coverage, Fate, Stretch

HEARD = HeardWindow(0, 0, 480_000, {"words": [["好", 1.0, 2.5]], "stretches": [], "nothing": None})


def rows(engine: Engine, table: type[Any]) -> list[Any]:
    with Session(engine) as session:
        return list(session.exec(select(table)).all())


def entries(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(Entry.type).order_by(col(Entry.index))).all())


def test_a_scan_taken_up_again_has_its_windows_as_they_were_saved(engine: Engine, job: Any) -> None:
    lease = job.start(engine)
    second = HeardWindow(1, 480_000, 960_000, {"words": []})
    save_window(engine, lease, second)
    save_window(engine, lease, HEARD)
    again = job.start(engine)
    assert (again.scan_id, again.epoch, again.finished) == (lease.scan_id, lease.epoch + 1, False)
    assert list(saved_windows(engine, again)) == [HEARD, second]


def test_the_name_of_a_recording_is_kept_without_its_folder(engine: Engine, job: Any) -> None:
    assert job.start(engine).recording == "first.mp4"
    assert [row.name for row in rows(engine, Recording)] == ["first.mp4"]


def test_a_process_whose_scan_was_taken_over_can_write_nothing(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]
) -> None:
    stale = job.start(engine)
    job.start(engine)
    with pytest.raises(ScanBusy):
        save_window(engine, stale, HEARD)
    with pytest.raises(ScanBusy):
        finish(engine, stale, coverage, findings)
    assert [rows(engine, table) for table in (Window, Flag, Occurrence, Entry)] == [[], [], [], []]


def test_saving_the_same_window_again_adds_nothing(engine: Engine, job: Any) -> None:
    lease = job.start(engine)
    save_window(engine, lease, HEARD)
    save_window(engine, lease, HEARD)
    assert len(rows(engine, Window)) == 1
    assert entries(engine) == ["window_manifest"]


def test_a_saved_window_is_not_replaced_by_other_words(engine: Engine, job: Any) -> None:
    lease = job.start(engine)
    save_window(engine, lease, HEARD)
    with pytest.raises(ValueError, match="other words"):
        save_window(engine, lease, HeardWindow(0, 0, 480_000, {"words": []}))
    assert list(saved_windows(engine, lease)) == [HEARD]


def test_finishing_logs_each_flag_and_then_the_scan(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]
) -> None:
    recorded = finish(engine, job.start(engine), coverage, findings)
    assert (len(recorded.flags), len(recorded.occurrences)) == (2, 4)
    assert entries(engine) == ["flag_raised", "flag_raised", "broadcast_scanned"]
    [scan] = rows(engine, Scan)
    assert (scan.actual, scan.assessed) == ("finished", True)
    assert scan.finished_at >= scan.started_at
    assert verify(engine).sound


def test_the_same_job_again_adds_no_flag_no_occurrence_and_no_entry(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]
) -> None:
    finish(engine, job.start(engine), coverage, findings)
    before = entries(engine)
    again = job.start(engine)
    assert again.finished
    assert finish(engine, again, coverage, findings).occurrences == ()
    assert (len(rows(engine, Flag)), len(rows(engine, Occurrence)), entries(engine)) == (2, 4, before)


@pytest.mark.parametrize(
    "change",
    [{"lexicon": "lexicon-2"}, {"model_digest": "e" * 64}, {"settings": "settings-2"}, {"host": "另一位"}],
)
def test_a_scan_that_depends_on_something_else_is_another_scan_of_the_same_flags(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding], change: dict[str, str]
) -> None:
    finish(engine, job.start(engine), coverage, findings)
    lease = job.having(**change).start(engine)
    recorded = finish(engine, lease, coverage, findings)
    assert lease.number == 2
    assert (len(recorded.flags), len(recorded.occurrences)) == (0, 4)
    assert entries(engine)[-1] == "broadcast_scanned"
    assert verify(engine).sound


def test_the_same_model_under_another_name_is_the_same_scan(engine: Engine, job: Any) -> None:
    assert job.having(model="elsewhere").start(engine).scan_id == job.start(engine).scan_id


def test_a_changed_broadcast_file_leaves_earlier_scans_with_what_they_were_told(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]
) -> None:
    finish(engine, job.start(engine), coverage, findings)
    job.having(host="另一位").start(engine)
    [broadcast] = rows(engine, Broadcast)
    told = sorted("另一位" in scan.broadcast_facts for scan in rows(engine, Scan))
    assert (broadcast.host, told) == ("另一位", [False, True])
    assert verify(engine).sound


def test_a_recording_not_heard_well_enough_is_kept_as_not_assessed(engine: Engine, job: Any) -> None:
    half = Coverage([Stretch(0, 480_000, Fate.TRANSCRIBED), Stretch(480_000, 960_000, Fate.LOST)])
    finish(engine, job.start(engine), half, [])
    assert [scan.assessed for scan in rows(engine, Scan)] == [False]


def test_tenants_share_nothing(engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]) -> None:
    for tenant in ("one", "two"):
        lease = job.start(engine, tenant)
        save_window(engine, lease, HEARD)
        assert len(finish(engine, lease, coverage, findings).flags) == 2
    verified = verify(engine)
    assert [(log.tenant, log.size, log.sound) for log in verified.logs] == [
        ("one", 4, True),
        ("two", 4, True),
    ]


def test_an_error_while_finishing_leaves_the_scan_as_it_was(
    engine: Engine, job: Any, coverage: Coverage, findings: list[Finding]
) -> None:
    def breaking_off() -> Any:
        yield findings[0]
        raise InterruptedError

    lease = job.start(engine)
    with pytest.raises(InterruptedError):
        finish(engine, lease, coverage, breaking_off())
    assert [rows(engine, table) for table in (Flag, Occurrence, Entry)] == [[], [], []]
    assert len(finish(engine, lease, coverage, findings).flags) == 2
