"""Word boundaries are jieba's, whoever works them out."""

import jieba
import pytest

from monitor.text.segment import segment


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
