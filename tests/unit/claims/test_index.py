import random
from collections.abc import Sequence

import numpy as np

from bench.claim_catalogue import composed_catalogue
from bench.claim_index import questions_on
from monitor.claims.index import MOST, Index

TEXTS = ["保温24小时", "内胆采用316不锈钢", "不掉色", "有助于增强免疫力", "保温24小时", "A1"]


def near(said: str, texts: Sequence[str] = TEXTS) -> list[int]:
    found: list[int] = Index(texts).near(said).tolist()
    return found


def test_texts_are_found_by_their_numbers_and_equal_ones_together() -> None:
    assert near("这个杯子保温二十四小时的姐妹们") == [0, 4]
    assert near("內膽是316不鏽鋼") == [1]
    assert near("今天天气不错") == []


def test_another_figure_is_still_near() -> None:
    assert near("它保温四十八小时") == [0, 4]


def test_homophones_are_the_same_sound() -> None:
    assert near("有住于增墙免役力") == [3]


def test_a_short_text_is_found_when_its_inner_syllable_is_lost() -> None:
    assert near("真的不色哦") == [2]


def test_the_nearest_come_first_and_only_so_many_sounds() -> None:
    texts = [f"保温{n}小时零{m}分钟" for n in range(11, 19) for m in range(11, 59)]
    found = near("保温十五小时零三十二分钟", texts)
    assert texts[found[0]] == "保温15小时零32分钟"
    assert len(found) == MOST


def test_nothing_is_near_in_an_empty_index_or_for_empty_words() -> None:
    assert near("保温", []) == []
    assert near("") == near("，") == near("保") == []
    assert near("保温", ["", "，", "温"]) == []


def test_what_very_many_share_finds_those_alone_that_have_nothing_else() -> None:
    texts = [*(f"长久保温{chr(0x6000 + i)}{chr(0x7000 + i)}" for i in range(600)), "长久保温"]
    assert near("长久保温", texts) == [600]
    assert set(near(f"它{texts[7]}的", texts)) >= {7, 600}


def test_its_size_is_known() -> None:
    index = Index(TEXTS)
    assert len(index) == len(TEXTS)
    assert 0 < index.nbytes < 10_000


def test_noise_leaves_its_point_among_the_candidates() -> None:
    texts = [point.text for p in composed_catalogue(100, 2000, 5).products for point in p.claims]
    index = Index(texts)
    asked = questions_on(texts, 1000, random.Random(5))
    found = [index.near(question.said) for question in asked]
    recall = np.mean([q.number in candidates for q, candidates in zip(asked, found, strict=True)])
    assert recall >= 0.995
    assert np.mean([len(candidates) for candidates in found]) < 40
