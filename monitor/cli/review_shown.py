"""Flags under review as people read them: the queue, and one with all that is known of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text
from sqlmodel import Session

from monitor.claims.finding import Step
from monitor.clock import clock as media_clock
from monitor.ledger.act import Done
from monitor.ledger.authority import Person
from monitor.ledger.review import desk, lease
from monitor.ledger.review.correction import Correction, corrections_of, earned
from monitor.ledger.review.deadline import clock_of
from monitor.ledger.review.matter import Matter
from monitor.ledger.review.queue import Allowances, Queued
from monitor.ledger.review.slice import slices
from monitor.ledger.review.suggestion import Suggestion, suggestions_of
from monitor.ledger.tables import Record
from monitor.messages import Language, say, sentences
from monitor.report.table import table_of
from monitor.report.wording import moment, name, step
from monitor.rules.lexicon import Lexicon

_SHORT = 8
Row = dict[str, Any]


def queue_row(one: Queued, at: datetime) -> Row:
    flag = one.flag
    return {
        "flag": flag.id,
        "broadcast": one.broadcast.key,
        "state": one.state.value,
        "severity": one.severity.value,
        "raised_severity": flag.severity,
        "times": one.times,
        "verdict": flag.verdict,
        "decision": flag.decision,
        "rule": flag.rule,
        "product": flag.product,
        "selling_point": flag.selling_point,
        "first_at": flag.first_at,
        "raised_at": flag.raised_at.isoformat(),
        "due": one.due and one.due.isoformat(),
        "overdue": one.due is not None and one.due < at,
        "waiting": one.clock.waiting_since is not None,
        "holder": one.holder,
        "until": one.until and one.until.isoformat(),
    }


def queue_table(found: Sequence[Queued], at: datetime, language: Language) -> Table | str:
    if not found:
        return say("review.none", language)
    table = table_of({"flag": 0, "severity": 0, "finding": 2, "broadcast": 2, "state": 0, "due": 0}, language)
    for one in found:
        flag = one.flag
        severity = Text(name("severity", one.severity, language))
        severity.append("\n" + say("review.times", language, count=one.times), style="dim")
        finding = Text(name("verdict", flag.verdict, language))
        finding.append(f"\n{flag.rule or flag.selling_point or '—'}  {flag.product or '—'}", style="dim")
        where = "" if flag.first_at is None else media_clock(flag.first_at)
        state = Text(say(f"record.state.{one.state}", language))
        if one.holder:
            state.append("\n" + say("review.held", language, holder=one.holder), style="dim")
        table.add_row(
            flag.id[:_SHORT],
            severity,
            finding,
            f"{one.broadcast.key}\n{where}",
            state,
            _due(one, at, language),
        )
    return table


def _due(one: Queued, at: datetime, language: Language) -> Text:
    if one.due is None:
        return Text(say("review.paused", language) if one.clock.waiting_since else "—", style="dim")
    due = Text(moment(one.due).replace(" (UTC+8)", ""))
    return due.append("\n" + say("review.overdue", language), style="red") if one.due < at else due


def suggestion_row(one: Suggestion) -> Row:
    return {"key": one.key, "state": one.state} | (one.body.dump() if one.body else {})


def suggestion_table(found: Sequence[Suggestion], language: Language) -> Table | str:
    if not found:
        return say("review.nothing", language)
    table = table_of({"number": 2, "what": 1, "said": 2, "state": 0}, language)
    for one in found:
        what = say(f"suggestion.what.{one.body.what}", language) if one.body else "—"
        said = one.body.words if one.body else "—"
        table.add_row(one.key, what, Text(said), say(f"record.state.{one.state}", language))
    return table


def shown_row(
    session: Session,
    found: Matter,
    who: Person | None,
    lexicon: Lexicon,
    allowances: Allowances,
    at: datetime,
) -> Row:
    """All that is known of a flag. who: whose choices are named, else those that anybody has."""
    flag, effective = found.flag, found.effective
    clock = clock_of(flag.raised_at, found.acts)
    due, held = clock.due(allowances[effective.severity]), lease.held(session, flag.id, at)
    held_until = {"holder": _key(session, held.person_id), "until": held.until.isoformat()} if held else None
    return {
        "flag": flag.id,
        "state": found.review.state.value,
        "severity": effective.severity.value,
        "raised_severity": flag.severity,
        "graver": [why.value for why in effective.because],
        "times": effective.times,
        "broadcast": found.broadcast.key,
        "channel": found.broadcast.channel,
        "host": found.broadcast.host,
        "first_at": flag.first_at,
        "product": flag.product,
        **_why(found, lexicon),
        "due": due and due.isoformat(),
        "overdue": clock.is_overdue(allowances[effective.severity], at),
        "waiting_since": clock.waiting_since and clock.waiting_since.isoformat(),
        "lease": held_until,
        "occurrences": [_occurrence(one.finding) for one in found.heard],
        "history": [_act(session, act) for act in found.acts],
        "corrections": [_correction(found, one) for one in corrections_of(session, found)],
        "suggestions": [suggestion_row(one) for one in suggestions_of(session, found)],
        "slices": _slices(session, found),
        "next": [deed.value for deed in desk.choices(found, who)],
    }


def _slices(session: Session, found: Matter) -> list[str]:
    """Keys of the republished clips that still show it."""
    seen = [one.occurrence.start for one in found.heard if one.occurrence.start is not None]
    linked = slices(session, found.flag.tenant)
    return [one.key for one in linked if any(one.shows(found.broadcast.key, at) for at in seen)]


def _why(found: Matter, lexicon: Lexicon) -> Row:
    """As the first occurrence was judged that is as grave as the flag was raised."""
    finding = min((one.finding for one in found.heard), key=lambda f: _is_other(found, f), default={})
    rule = lexicon.by_id.get(found.flag.rule or "")
    cited = finding.get("citations", [])
    return {
        "verdict": found.flag.verdict,
        "decision": found.flag.decision,
        "rule": found.flag.rule,
        "rule_title": rule and dict(rule.title),
        "selling_point": found.flag.selling_point or finding.get("selling_point"),
        "difference": finding.get("difference"),
        "citations": [
            c | {"name": {lang: lexicon.laws.name(c["law"], lang) for lang in ("zh", "en")}} for c in cited
        ],
        "action": finding.get("action"),
        "messages": finding.get("messages", {}),
        "trace": finding.get("trace", []),
    }


def _is_other(found: Matter, finding: Row) -> bool:
    return bool(finding["severity"] != found.flag.severity)


def _occurrence(finding: Row) -> Row:
    return {name: finding[name] for name in ("start", "end", "text", "span", "severity", "evasion")}


def _act(session: Session, act: Done) -> Row:
    who = _key(session, act.person) if act.person else None
    return {"number": act.number, "at": act.at.isoformat(), "person": who, "act": act.kind, "body": act.body}


def _correction(found: Matter, one: Correction) -> Row:
    said = one.body.dump() if one.body else {}
    corrected = one.corrected_at
    told = earned(found, one)
    return {
        "key": one.key,
        "state": one.state,
        **said,
        "corrected_at": corrected and corrected.isoformat(),
        "leniency": told and told.value,
    }


def _key(session: Session, person: str) -> str:
    return session.get_one(Record, person).key


def lines(row: Row, language: Language) -> Iterator[str]:
    """What `shown_row` found, a sentence a line."""

    yield _line("flag", language, flag=row["flag"])
    yield _line("state", language, state=say(f"record.state.{row['state']}", language))
    first = "—" if row["first_at"] is None else media_clock(row["first_at"])
    where = {key: row[key] or "—" for key in ("broadcast", "channel", "host")}
    yield _line("where", language, first=first, **where)
    yield from _severity_lines(row, language)
    yield from _reason_lines(row, language)
    yield from _clock_lines(row, language)
    yield _line("occurrences", language, count=len(row["occurrences"]))
    for one in row["occurrences"]:
        evasion = _line("evasion", language, words="、".join(one["evasion"])) if one["evasion"] else ""
        at = "--:--" if one["start"] is None else media_clock(one["start"])
        yield _line("occurrence", language, at=at, text=one["text"], evasion=evasion)
    yield _line("history", language)
    yield from (_act_line(act, language) for act in row["history"])
    if not row["history"]:
        yield _line("no_history", language)
    yield from _beside_lines(row, language)
    yield _line(
        "next", language, acts="、".join(say(f"record.act.{deed}", language) for deed in row["next"]) or "—"
    )
    yield _line("suspected", language)


def _line(code: str, language: Language, /, **fields: object) -> str:
    return say(f"review.show.{code}", language, **fields)


def _severity_lines(row: Row, language: Language) -> Iterator[str]:
    named = {key: name("severity", row[key], language) for key in ("severity", "raised_severity")}
    yield _line("severity", language, severity=named["severity"], raised=named["raised_severity"])
    if row["graver"]:
        because = [say(f"review.graver.{why}", language, times=row["times"]) for why in row["graver"]]
        yield _line("because", language, reasons="；".join(because))


def _reason_lines(row: Row, language: Language) -> Iterator[str]:
    decision = name("decision", row["decision"], language)
    yield _line("verdict", language, verdict=name("verdict", row["verdict"], language), decision=decision)
    if row["rule"]:
        yield _line("rule", language, rule=row["rule"], title=(row["rule_title"] or {}).get(language, ""))
    if differs := row["difference"]:
        told = {"approved": differs["approved"] or "—", "said": differs["said"]}
        slot = name("slot", differs["slot"], language)
        yield _line("point", language, point=row["selling_point"] or "—", slot=slot, **told)
    elif row["selling_point"]:
        yield _line("point_only", language, point=row["selling_point"])
    for cited in row["citations"]:
        law = cited["name"][language]
        yield _line("law", language, law=law, article=cited["article"], in_force=cited["in_force"])
    if message := row["messages"].get(language):
        yield _line("why", language, message=message)
    if row["action"]:
        yield _line("action", language, action=name("action", row["action"], language))
    yield _line("steps", language)
    for taken in row["trace"]:
        yield f"  · {step(Step(taken['code'], taken['detail']), language)}"


def _clock_lines(row: Row, language: Language) -> Iterator[str]:
    if row["waiting_since"]:
        since = moment(datetime.fromisoformat(row["waiting_since"]))
        yield _line("waiting", language, since=since)
    elif row["due"]:
        due = moment(datetime.fromisoformat(row["due"]))
        yield _line("late" if row["overdue"] else "due", language, due=due)
    if held := row["lease"]:
        until = moment(datetime.fromisoformat(held["until"]))
        yield _line("lease", language, holder=held["holder"], until=until)


def _act_line(act: Row, language: Language) -> str:
    said = act["body"] or {}
    reason = sentences(language).get(f"reason.{act['act']}.{said.get('reason')}", "")
    note = said.get("note") or said.get("statement") or said.get("correction") or ""
    return say(
        "review.show.act",
        language,
        at=moment(datetime.fromisoformat(act["at"])),
        person=act["person"] or say("review.somebody", language),
        act=say(f"record.act.{act['act']}", language),
        reason=f" · {reason}" if reason else "",
        note=f" · {note}" if note else "",
    )


def _beside_lines(row: Row, language: Language) -> Iterator[str]:
    """What belongs to the flag without being an act on it."""

    if row["corrections"]:
        yield _line("corrections", language)
    for one in row["corrections"]:
        at = moment(datetime.fromisoformat(one["at"])) if one.get("at") else ""
        state = say(f"record.state.{one['state']}", language)
        yield _line("correction", language, key=one["key"], state=state, at=at, said=one.get("said", ""))
        if one["leniency"]:
            yield _line("leniency", language, leniency=say(f"review.leniency.{one['leniency']}", language))
    if row["suggestions"]:
        yield _line("suggestions", language)
    for one in row["suggestions"]:
        told = {"what": "—", "words": ""}
        if "what" in one:
            told = {"what": say(f"suggestion.what.{one['what']}", language), "words": one["words"]}
        yield _line("suggestion", language, state=say(f"record.state.{one['state']}", language), **told)
    if row["slices"]:
        yield _line("slices", language, count=len(row["slices"]))
