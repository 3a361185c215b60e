"""Word boundaries are jieba's, whoever works them out."""

import jieba
import pytest

from monitor.text.segment import Segmenter, Tokens, segment


@pytest.mark.parametrize(
    "sentence",
    [
        "大麻烦来了",
        "这款蜂蜜不添加蔗糖",
        "益生菌饭后半小时吃",
        "全国统一包邮七天无理由退货",
        "父母用的东西要放心",
    ],
)
def test_words_are_cut_as_jieba_cuts_them(sentence: str) -> None:
    assert segment(sentence) == list(jieba.Tokenizer().cut(sentence, HMM=False))


def test_words_may_be_taught_without_changing_how_others_cut() -> None:
    taught = Segmenter(["热玛吉", "效果"])
    assert taught.learned == {"热玛吉"}
    assert taught.cut("比热玛吉") == ["比", "热玛吉"]
    assert segment("比热玛吉") == ["比热", "玛", "吉"]


def test_places_held_against_words() -> None:
    tokens = Tokens(["大", "麻烦", "来", "了"])
    assert tokens.cut_by(0, 2) == [(1, 3)]
    assert tokens.cut_by(2, 4) == [(1, 3)]
    assert tokens.cut_by(0, 3) == []
    assert tokens.cut_by(1, 2) == []
    assert tokens.is_one(1, 2)
    assert not tokens.is_one(1, 4)
    assert tokens.around(2, 4) == (1, 4)
    assert list(tokens.within(1, 4)) == [(1, 3), (3, 4)]
