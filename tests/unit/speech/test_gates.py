from dataclasses import replace

import pytest

from monitor.speech import gates
from monitor.speech.characters import Token
from monitor.speech.decoding import Heard
from monitor.speech.word import Label

SPEECH = [(0.2, 4.0), (5.0, 9.0)]


def heard(text: str, end: float = 9.0) -> Heard:
    share = end / len(text) if text else 0
    return Heard(
        tokens=tuple(Token(c, i * share, (i + 1) * share, 0.9) for i, c in enumerate(text)),
        no_speech_prob=0.01,
        avg_logprob=-0.2,
        compression_ratio=1.1,
        ended=True,
    )


GOOD = heard("这款牛奶口感很好大家可以放心拍下")


def labels(result: Heard, voice: float = 0.95) -> tuple[Label, ...]:
    return gates.labels(result, SPEECH, voice, len(result.tokens))


def test_a_good_result_has_no_label() -> None:
    assert labels(GOOD) == ()


def test_a_low_logprob_is_unsure() -> None:
    assert labels(replace(GOOD, avg_logprob=-1.01)) == (Label.UNSURE,)


def test_repetition_is_unsure() -> None:
    assert labels(replace(GOOD, compression_ratio=2.5)) == (Label.UNSURE,)


def test_words_where_the_model_hears_no_speech_are_hallucinated() -> None:
    assert labels(replace(GOOD, no_speech_prob=0.7, avg_logprob=-1.2)) == (Label.HALLUCINATED,)


def test_a_sure_model_overrules_its_no_speech_probability() -> None:
    assert labels(replace(GOOD, no_speech_prob=0.7)) == ()


def test_words_where_voice_activity_hears_hardly_any_voice_are_hallucinated() -> None:
    assert labels(GOOD, voice=0.6) == (Label.HALLUCINATED,)


def test_text_that_ends_long_before_the_speech_is_cut_short() -> None:
    assert labels(heard("这款牛奶口感很好大家", end=4.0)) == (Label.CUT_SHORT,)


def test_silence_after_the_last_word_is_no_missing_speech() -> None:
    early = heard("这款牛奶口感很好大家", end=4.0)

    assert gates.labels(early, [(0.2, 4.0)], 0.95, 10) == ()


def test_too_few_words_for_the_speech_are_cut_short() -> None:
    assert labels(heard("好的好")) == (Label.CUT_SHORT,)


def test_running_into_the_limit_is_cut_short() -> None:
    assert labels(replace(GOOD, ended=False)) == (Label.CUT_SHORT,)


def test_no_words_for_speech_are_cut_short() -> None:
    assert labels(heard("")) == (Label.CUT_SHORT,)


def test_speech_between_two_words_that_no_word_covers_is_skipped() -> None:
    early = [token._replace(end=token.end / 4, start=token.start / 4) for token in GOOD.tokens[:14]]
    late = [Token("拍", 7.5, 8.2, 0.9), Token("下", 8.2, 9.0, 0.9)]

    assert labels(replace(GOOD, tokens=(*early, *late))) == (Label.SKIPPED,)


def test_one_character_over_seconds_of_speech_is_skipped() -> None:
    stretched = (*GOOD.tokens[:6], GOOD.tokens[6]._replace(end=8.0), *GOOD.tokens[-2:])

    assert labels(replace(GOOD, tokens=stretched)) == (Label.SKIPPED,)


def test_a_word_stretched_over_a_silence_skips_nothing() -> None:
    stretched = (*GOOD.tokens[:6], GOOD.tokens[6]._replace(end=8.0), *GOOD.tokens[-2:])

    spoken = [(0.2, 4.0), (8.0, 9.0)]
    assert gates.labels(replace(GOOD, tokens=stretched), spoken, 0.95, 16) == ()


def test_no_words_and_no_speech_is_silence() -> None:
    assert gates.silent(replace(heard(""), no_speech_prob=0.7))
    assert not gates.silent(heard(""))
    assert not gates.silent(replace(GOOD, no_speech_prob=0.7))


def test_several_faults_are_all_named() -> None:
    assert labels(replace(heard("好的", end=1.0), avg_logprob=-2.0)) == (Label.UNSURE, Label.CUT_SHORT)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢观看",
        "谢谢大家收看!",
        "謝謝觀看。謝謝觀看。",
        "感谢您的收看,我们下期再见。",
        "字幕由某某提供",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "請不吝點贊訂閱轉發打賞支持明鏡與點點欄目",
        "优优独播剧场——YoYo Television Series Exclusive",
        "以下是普通话的句子。",
    ],
)
def test_a_known_line_alone_is_hallucinated(text: str) -> None:
    assert gates.known_line(text)
    assert Label.HALLUCINATED in labels(heard(text))


@pytest.mark.parametrize(
    "text", ["", "这款牛奶口感很好", "谢谢观看我们的牛奶今天只要九块九", "点赞关注走一波", "谢谢大家"]
)
def test_what_a_host_says_is_not_a_known_line(text: str) -> None:
    assert not gates.known_line(text)


def test_a_long_near_repetition_is_judged_in_linear_time() -> None:
    assert not gates.known_line("谢谢观看字幕由" * 2000 + "的牛奶")
