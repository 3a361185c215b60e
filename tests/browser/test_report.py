"""The report in a real browser: it plays, speaks both languages, filters, and asks for nothing."""

import pytest

from monitor.report.files import write
from tests.invented_report import clips, coverage, report


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    of = report()
    return write(of, tmp_path_factory.mktemp("report"), clips(of)).html


@pytest.fixture
def opened(page, complaints, written):
    """The report, opened; whatever a test does with it, the page must have had no complaint."""
    page.goto(written.as_uri())
    yield page
    assert complaints == []


def shown_flags(page):
    return page.locator("article.flag:visible").count()


def test_it_opens_in_chinese_with_its_clips_not_yet_loaded(opened):
    assert opened.locator("html").get_attribute("lang") == "zh-CN"
    assert opened.title() == "夏夜好物专场 · 播审场次报告"
    assert opened.locator(".status h2").inner_text() == "发现 6 项疑似问题"
    assert opened.evaluate("Array.from(document.querySelectorAll('audio')).every(a => a.readyState === 0)")


def test_a_clip_plays(opened):
    clip = opened.locator("article.flag audio").first
    clip.evaluate("a => a.play()")
    opened.wait_for_function("a => a.currentTime > 0.2", arg=clip.element_handle())
    assert clip.evaluate("a => a.error === null && a.duration > 2.5 && a.duration < 3.5")


def test_every_clip_can_be_decoded(opened):
    ends = opened.evaluate(
        """() => Promise.all(Array.from(document.querySelectorAll('audio'), a => new Promise(done => {
            a.addEventListener('loadedmetadata', () => done(a.duration > 2.5));
            a.addEventListener('error', () => done(false));
            a.preload = 'metadata'; a.load();
        })))"""
    )
    assert ends == [True] * 7


def test_one_clip_at_a_time(opened):
    first, second = (opened.locator("article.flag audio").nth(i) for i in (0, 2))
    first.evaluate("a => a.play()")
    second.evaluate("a => a.play()")
    opened.wait_for_function("a => a.paused", arg=first.element_handle())
    assert second.evaluate("a => !a.paused")


def test_the_language_is_switched_without_a_trace_of_the_other(opened):
    opened.get_by_role("button", name="English").click()
    assert opened.locator("html").get_attribute("lang") == "en"
    assert opened.title() == "夏夜好物专场 · Boshen broadcast report"
    assert opened.locator(".status h2").inner_text() == "Suspected issues: 6"
    assert (
        opened.locator("[aria-label]").evaluate_all(
            "all => all.filter(one => /[一-鿿]/.test(one.getAttribute('aria-label')))"
        )
        == []
    )
    assert opened.locator(".zh:visible").count() == 0
    opened.get_by_role("button", name="中文").click()
    assert opened.locator(".en:visible").count() == 0
    assert opened.locator(".status h2").inner_text() == "发现 6 项疑似问题"


def test_flags_are_filtered_by_severity(opened):
    assert shown_flags(opened) == 7
    opened.get_by_role("button", name="中 3").click()
    assert shown_flags(opened) == 3
    assert opened.get_by_role("status").inner_text() == "显示 3 项，共 7 项"
    opened.get_by_role("button", name="全部 7").click()
    assert shown_flags(opened) == 7


def test_a_mark_on_the_timeline_leads_to_its_flag_even_when_it_is_filtered_away(opened):
    opened.get_by_role("button", name="低 1").click()
    opened.locator(".marks a[href='#flag-4'] .shape").click()
    assert opened.locator("#flag-4").is_visible()
    opened.wait_for_function("() => document.querySelector('#flag-4').getBoundingClientRect().top < 400")


def test_the_keyboard_reaches_the_switch_the_filter_and_the_reasons(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.locator("[data-speak=en]").focus()
    opened.keyboard.press("Enter")
    assert opened.locator("html").get_attribute("lang") == "en"
    opened.locator("[data-filter=critical]").focus()
    opened.keyboard.press("Space")
    assert shown_flags(opened) == 1
    why = opened.locator("#flag-4 details")
    why.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert why.evaluate("d => d.open")


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_off_the_side(opened, width, language):
    opened.set_viewport_size({"width": width, "height": 768})
    opened.locator(f"[data-speak={language}]").click()
    for folded in opened.locator("details").all():
        folded.evaluate("d => { d.open = true }")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        opened.locator("main *:visible").evaluate_all(
            "(all, width) => all.filter(one => one.getBoundingClientRect().right > width + 0.5 &&"
            " !one.closest('.wide, .bar')).length",
            width,
        )
        == 0
    )


def test_all_text_stands_out_from_its_ground(opened):
    """WCAG AA: 4.5 to 1, or 3 to 1 for large text."""
    assert opened.evaluate(CONTRAST) == []


def test_print_shows_every_flag_and_every_fold_but_no_buttons(opened):
    opened.get_by_role("button", name="低 1").click()
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.emulate_media(media="print")
    assert shown_flags(opened) == 7
    assert opened.locator("details:not([open])").count() == 0
    assert opened.locator("button:visible, audio:visible").count() == 0


@pytest.mark.parametrize("fields", [{"flags": ()}, {"coverage": coverage(unsure=True), "language": "en"}])
def test_empty_and_unassessed_reports_open_without_complaint(page, complaints, tmp_path, fields):
    page.goto(write(report(**fields), tmp_path, {}).html.as_uri())
    assert page.locator(".status h2").is_visible()
    assert complaints == []


CONTRAST = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const color = numbers(getComputedStyle(one).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = Array.from(one.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || one.closest("script, style, svg, .skip") || !one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    const [a, b] = [light(numbers(style.color)), light(ground(one))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.7 && style.fontWeight >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) poor.push([one.textContent.trim().slice(0, 20), ratio]);
  }
  return poor;
}"""
