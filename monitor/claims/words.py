"""Words of selling points that are said for one another."""

from functools import cache

_SYNONYMS = [
    {"补水", "保湿", "锁水", "水润"},
    {"持妆", "不脱妆", "不掉妆", "定妆"},
    {"保温", "锁温", "保热"},
    {"续航", "能用", "待机", "可用"},
    {"重量", "净含量", "净重", "重"},
    {"静音", "低噪", "噪音", "声音"},
    {"防水", "不怕水"},
    {"透气", "不闷", "不闷汗"},
    {"质保", "保修", "包修"},
    {"含", "含有", "富含", "添加", "内含", "加"},
    {"采用", "选用", "使用", "用"},
    {"不含", "没有添加", "无添加", "不添加", "零添加", "没有加", "没加", "没有"},
    {"产自", "来自", "源自", "原产", "产地"},
    {"增强", "提高", "提升", "改善"},
    {"容量", "能装", "装"},
]


@cache
def alike(word: str) -> tuple[str, ...]:
    return tuple({word, *(w for group in _SYNONYMS if word in group for w in group)})
