import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from monitor.media.block import SAMPLE_RATE
from monitor.report.html import html
from monitor.report.report import Bilingual, SpeechModel
from monitor.speech.coverage import Coverage, Fate, Stretch
from tests.invented_report import coverage, finding, flags, report

REAL_MODEL = SpeechModel("large-v3-turbo", "ab" * 32, is_demo=False)
MARKUP = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def visible(page, language):
    """The page's words in one language, tags, styles and scripts taken out."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
    other = "en" if language == "zh" else "zh"
    body = re.sub(rf'<span class="{other}"[^>]*>.*?</span>', "", body, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body))


class Parsed(HTMLParser):
    """Tags, names of attributes and text, as a browser would read them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def test_what_was_spoken_is_never_markup():
    said = replace(finding(2, "黑头"), text=MARKUP, span=(0, 8), claim=MARKUP, evasion=(MARKUP,))
    flag = replace(flags()[0], occurrences=(said, said), product_name=MARKUP, selling_point_text=MARKUP)
    own = Parsed(html(report(), {}))
    page = Parsed(html(report(flags=(flag,), title=MARKUP, host=MARKUP, channel=MARKUP, role=MARKUP), {}))
    assert set(page.tags) <= set(own.tags)
    assert page.tags.count("script") == 1
    assert page.attributes <= own.attributes
    assert page.text.count(MARKUP) >= 8


def test_titles_of_rules_and_laws_are_escaped_in_both_languages():
    flag = replace(flags()[0], rule_title=Bilingual("<b>规则</b>", "<b>rule</b>"))
    page = html(report(flags=(flag,)), {})
    assert "&lt;b&gt;规则&lt;/b&gt;" in page
    assert "&lt;b&gt;rule&lt;/b&gt;" in page


def test_the_content_policy_names_exactly_this_style_and_this_script():
    page = html(report(), {})
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1).replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.S)
        assert f"{tag}-src 'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" in policy


def test_no_style_or_handler_stands_in_an_attribute_where_the_policy_would_refuse_it():
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", html(report(), {})) == []


def test_nothing_is_fetched():
    page = html(report(), {("F-7c21a0", 0): b"sound"})
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert [source for source in sources if not source.startswith(("data:", "#"))] == []
    assert "url(http" not in page
    assert "@import" not in page


def test_clips_are_inside_the_page_and_wait_until_played():
    sound = b"\xff\xf3sound"
    page = html(report(), {("F-19be44", 1): sound})
    (player,) = re.findall(r"<audio[^>]*>", page)
    assert 'preload="none"' in player
    assert f'src="data:audio/mpeg;base64,{b64encode(sound).decode()}"' in player


def test_a_flag_whose_clip_is_missing_says_so():
    assert "没有可播放的录音片段。" in visible(html(report(), {}), "zh")


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_opens_in_the_language_of_the_report(language, tag):
    assert f'<html lang="{tag}" data-lang="{language}"' in html(report(language=language), {})


def test_each_language_says_the_whole_of_a_flag():
    page = html(report(), {})
    chinese, english = visible(page, "zh"), visible(page, "en")
    for words in (
        "禁止性表述",
        "应立即拦截",
        "普通商品不得涉及疾病治疗功能",
        "2021-04-29 起施行",
        "由主播当场更正",
    ):
        assert words in chinese
        assert words not in english
    for words in ("Prohibited wording", "To be blocked at once", "Ordinary goods may not claim", "Art. 17"):
        assert words in english
        assert words not in chinese


def test_approved_and_said_stand_side_by_side_with_what_differs_marked():
    page = html(report(), {})
    assert "坚持使用两周可<mark>减少黑头</mark>" in page
    assert "三天<mark>黑头全部消失</mark>" in page


def test_a_required_statement_that_was_not_heard_is_named():
    assert "整场没有听到应说的内容。 本品不能代替药物" in visible(html(report(), {}), "zh")


def test_heard_enough_and_nothing_found():
    shown = visible(html(report(flags=(), model=REAL_MODEL), {}), "zh")
    assert "未发现疑似问题" in shown
    assert "已听清语音的 98.6%。" in shown
    assert "没有标记。" in shown


def test_not_heard_enough_is_never_nothing_found():
    page = html(report(flags=(), coverage=coverage(unsure=True)), {})
    chinese, english = visible(page, "zh"), visible(page, "en")
    assert "未能评估" in chinese
    assert "未发现" not in chinese
    assert "没有标记。 " not in chinese.replace("听清的部分没有标记。", "")
    assert "Not assessed" in english
    assert "No suspected issue" not in english


def test_not_heard_enough_with_flags_shows_both():
    shown = visible(html(report(coverage=coverage(unsure=True)), {}), "zh")
    assert "未能评估" in shown
    assert "已听清的部分有 6 项疑似问题" in shown


def test_a_recording_in_which_nobody_speaks_says_so_and_claims_no_share():
    silence = Coverage()
    silence.add(Stretch(0, 60 * SAMPLE_RATE, Fate.NON_SPEECH))
    shown = visible(html(report(flags=(), coverage=silence), {}), "zh")
    assert "没有检测到人声。" in shown
    assert "100.0%" not in shown


def test_an_empty_coverage_still_renders():
    assert "没有检测到人声。" in visible(html(report(flags=(), coverage=Coverage()), {}), "zh")


def test_the_demo_model_always_carries_its_banner():
    for shown in (report(), report(flags=()), report(coverage=coverage(unsure=True))):
        assert "不能用于真实直播" in visible(html(shown, {}), "zh")
    assert "不能用于真实直播" not in visible(html(report(model=REAL_MODEL), {}), "zh")


def test_the_notice_is_always_there():
    for shown in (report(), report(flags=(), model=REAL_MODEL), report(coverage=coverage(unsure=True))):
        page = html(shown, {})
        assert "不是法律意见" in visible(page, "zh")
        assert "not legal advice" in visible(page, "en")


def test_what_is_not_known_is_said_to_be_so():
    page = html(report(channel=None, host=None, role=None, started_at=None, ledger=None), {})
    shown = visible(page, "zh")
    assert "未注明，按较严的规定判断" in shown
    assert "开播时间未注明" in shown
    assert "这次扫描没有写入台账。" in shown


@pytest.mark.parametrize(("language", "words"), [("zh", "尚未核对原文"), ("en", "not yet checked")])
def test_an_article_that_was_not_confirmed_says_so(language, words):
    first, *others = flags()
    unsure = replace(first, laws=tuple(replace(law, confirmed=False) for law in first.laws))
    assert words not in visible(html(report(), {}), language)
    page = html(report(flags=(unsure, *others)), {})
    assert visible(page, language).count(words) == len(first.laws)
