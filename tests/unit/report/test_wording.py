import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import monitor
from monitor.claims.finding import Decision, Severity, Step, Verdict
from monitor.messages import LANGUAGES, sentences
from monitor.report.report import Bilingual
from monitor.report.wording import both, length, moment, name, percent, step

MONITOR = Path(monitor.__file__).parent


def fields(sentence):
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def own(language):
    return {code: text for code, text in sentences(language).items() if code.startswith("report.")}


def test_every_label_is_in_both_languages_with_the_same_fields():
    zh, en = own("zh"), own("en")
    assert zh.keys() == en.keys()
    assert {code: fields(text) for code, text in zh.items()} == {c: fields(t) for c, t in en.items()}


def test_chinese_labels_use_chinese_punctuation():
    assert [text for text in own("zh").values() if re.search(r"[一-鿿}][,;:?()]", text)] == []


def test_english_labels_hold_no_chinese():
    assert [text for text in own("en").values() if re.search(r"[一-鿿]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *(("severity", severity) for severity in Severity),
        *(("verdict", verdict) for verdict in Verdict),
        *(("decision", decision) for decision in Decision),
    ],
)
def test_every_grade_has_a_name(kind, code, language):
    assert name(kind, code, language) != code


def test_a_code_without_a_name_stands_for_itself():
    assert name("role", "co_host", "zh") == "co_host"


def test_a_bilingual_field_takes_the_language_of_its_sentence():
    title = Bilingual("夏夜", "Summer night")
    assert both("page_title", title=title) == Bilingual(
        "夏夜 · 播审场次报告", "Summer night · Boshen broadcast report"
    )


def test_a_step_is_a_sentence_in_which_codes_are_named():
    taken = Step("rule.hit", {"words": "降血糖", "stream": "syllables"})
    assert step(taken, "zh") == "命中规则词“降血糖”（按读音）"
    assert step(taken, "en") == "A word of the rule was said: “降血糖” (by its sound)"


def test_a_step_without_a_sentence_stands_for_itself():
    assert step(Step("made.up", {"stream": "syllables", "b": "2"}), "en") == "made.up by its sound 2"


@pytest.mark.parametrize("folder", ["claims", "rules"])
def test_every_step_the_engine_takes_has_a_sentence_with_its_details(folder):
    sources = [path.read_text(encoding="utf-8") for path in (MONITOR / folder).glob("*.py")]
    taken = [
        found for source in sources for found in re.findall(r'Step\("([\w.]+)"(?:, \{(.*?)\})?\)', source)
    ]
    assert taken
    for code, details in taken:
        assert fields(own("en")[f"report.step.{code}"]) <= set(re.findall(r'"(\w+)":', details)), code


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.9, "0.9 s"), (59.9, "59.9 s"), (59.96, "01:00"), (125.4, "02:05")]
)
def test_length(seconds, shown):
    assert length(seconds) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.9499, "94.9%"), (0.95, "95.0%"), (0.99999, "99.9%"), (1.0, "100.0%"), (0.0, "0.0%")],
)
def test_a_share_is_rounded_down(share, shown):
    assert percent(share) == shown


def test_moments_are_shown_in_shanghai():
    assert moment(datetime(2026, 7, 1, 16, 5, tzinfo=UTC)) == "2026-07-02 00:05 (UTC+8)"
