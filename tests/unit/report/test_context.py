from dataclasses import replace

from monitor.report.context import Line, lines
from monitor.text.utterance import Utterance
from tests.invented_report import finding, transcript


def test_the_flagged_words_are_marked_between_those_within_five_seconds():
    assert lines(finding(2, "三天黑头全部消失"), transcript()) == (
        Line(58.2, "这瓶云朵洁面乳我自己用了两支了"),
        Line(61.4, "洗完", "三天黑头全部消失", "，一个都不会留"),
        Line(67.5, "味道是那种淡淡的茶香"),
    )


def test_words_that_end_more_than_five_seconds_before_are_left_out():
    said = finding(2, "黑头")
    far = Utterance("早就说完了", 50.0, 56.3)
    near = Utterance("刚刚说完", 50.0, 56.5)
    assert [line.before for line in lines(said, (far, near))][:-1] == ["刚刚说完"]


def test_the_same_sentence_said_twice_within_reach_is_shown_twice_and_marked_once():
    said = finding(2, "黑头")
    twice = (Utterance(said.text, 61.4, 64.0), Utterance(said.text, 64.2, 67.0))
    shown = lines(replace(said, start=64.2, end=67.0), twice)
    assert [(line.at, line.marked) for line in shown] == [(61.4, ""), (64.2, "黑头")]


def test_a_claim_without_times_is_shown_by_itself():
    said = replace(finding(2, "黑头"), start=None, end=None)
    assert lines(said, transcript()) == (Line(None, "洗完三天", "黑头", "全部消失，一个都不会留"),)


def test_utterances_without_times_are_not_near_anything():
    said = finding(2, "黑头")
    assert len(lines(said, (Utterance("没有时间"),))) == 1
