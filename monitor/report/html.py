"""The report as one HTML file: both languages, clips inside, nothing fetched from anywhere."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.claims.finding import Severity, Step
from monitor.clock import clock
from monitor.media.block import SAMPLE_RATE
from monitor.report import context, timeline
from monitor.report.report import Bilingual, Report
from monitor.report.wording import both, label, length, moment, name, names, percent, step
from monitor.speech.coverage import Coverage, Fate

Clips = Mapping[tuple[str, int], bytes]
"""MP3 bytes by flag id and index into its occurrences."""


def html(report: Report, clips: Clips) -> str:
    """The whole page. What was spoken or named by a user is escaped; scripts and styles are hashed."""
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            clip=lambda flag, index: _data_uri(clips.get((flag.id, index))),
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            severities=tuple(Severity),
            needed=percent(Coverage.HEARD_ENOUGH),
            heard=percent(report.coverage.heard),
            silent=_silent(report.coverage),
            seconds=report.coverage.end / SAMPLE_RATE,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": lambda key, **fields: _markup(both(key, **fields)),
        "named": lambda kind, code: _markup(names(kind, code)),
        "shown": _markup,
        "trace": lambda taken: _markup(_step(taken)),
        "label": label,
        "name": name,
        "clock": clock,
        "length": length,
        "percent": percent,
        "moment": moment,
        "lines": context.lines,
        "flagged_line": context.flagged_line,
        "bands": timeline.bands,
        "gaps": timeline.gaps,
        "ticks": timeline.ticks,
        "message": _message,
    }
    return environment


def _markup(text: Bilingual) -> Markup:
    """Both languages; the page shows one of them."""
    if text.zh == text.en:
        return escape(text.zh)
    return Markup('<span class="zh" lang="zh-CN">{}</span><span class="en" lang="en">{}</span>').format(
        text.zh, text.en
    )


def _step(taken: Step) -> Bilingual:
    return Bilingual(step(taken, "zh"), step(taken, "en"))


def _message(messages: Mapping[str, str]) -> Markup:
    return _markup(Bilingual(messages.get("zh", ""), messages.get("en", "")))


def _silent(coverage: Coverage) -> bool:
    return coverage.samples(Fate.NON_SPEECH) == coverage.end


def _data_uri(clip: bytes | None) -> str | None:
    return None if clip is None else f"data:audio/mpeg;base64,{b64encode(clip).decode()}"


@cache
def _asset(file: str) -> str:
    return (files("monitor.report") / "page" / file).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "media-src data:",
            "img-src data:",
            f"style-src 'sha256-{_digest(style)}'",
            f"script-src 'sha256-{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
