"""What stands around rule words: negation, quotation, correction, question."""

import re

_REACH = 10
_NEARBY = 60
_ENDS = re.compile(
    r"但是|但|而是|其实|所以|却|反而|就能|就可以|就会|也能|照样|还能|还可以|[，。！？；,.!?; ]"
)
_PSEUDO = re.compile(
    r"是不是|能不能|会不会|有没有|要不要|好不好|对不对|行不行|可不可以|不仅|不但|不光|不只|不单|不止|不管|不论|无论|不得不|不得了|"
    r"不错|不断|不停|不少|不同|不一样|不愧|不过|不怕|不愁|不担心|不用担心|不知不觉|不知道|不一会|不到|不如|不就是?|"
    r"不吃药|不打针|不手术|不开刀|不反弹|不节食|不运动|不挨饿|不伤身|不花钱|不费力|不难|没想到|没问题|没事|没有比|没有谁|没有哪|"
    r"没有人|没谁|没人|差不多|说不定|了不起|舍不得|离不开|忍不住|来不及|怪不得|毫不|无比|无敌|无数|无限|无线|无糖|非常|除非|"
    r"未来|特别|别的|别人|别家|级别|区别|差别|类别|个别|分别|识别|性别|没白|还没|从没|再也没|没几天|没多久|不几天"
)
_NEGATORS = re.compile(
    r"不能|不可以|不可|不会|不是|并非|没有|无法|不得|不要|不具备|不具有|不代表|不等于|不敢|不承诺|不保证|不宣称|"
    r"谈不上|没法|严禁|禁止|杜绝|拒绝|勿|没|无|非|未|别|不"
)
_AFTERWARDS = re.compile(
    r"^(?:的|了)?(?:这种|这个|这些|那种)?(?:说法|作用|功效|功能|效果|能力|话|字|词)?(?:我们|咱们|我|它|是|都|也|一概|这边)*"
    r"(?:不敢|没有(?:这回事|这种事|这个)?(?=$|[的了哦啊呢吧，。！])|"
    r"(?:不能|不可以|不会|做不到|不存在|不行|不允许|谈不上|达不到|不成立|不具备|不支持)(?!更|说))"
)
_QUOTED = re.compile(
    r"(?:不让|不许|不准|不允许|不给|不可以|不能|没法|不方便)(?:我们|咱们|我|主播|直接|随便|乱|这么|再)?(?:说|讲|提|播|念)|"
    r"违禁词|违规词|敏感词|屏蔽词|会被封|要被封|会违规|说了会|说了要|那[个两几]字"
)
_CORRECTION = re.compile(
    r"说错了|讲错了|口误|更正一下|更正|纠正一下|收回刚才|说的不对|说得不对|表述有误|说法不准确|不该那么说"
)
_EARLIER = re.compile(r"刚才|刚刚|之前|前面|不该|不应该")
_ASKED = re.compile(
    r"请问|咨询|有人问|问我|问一下|想问|在问|问说|问这个|问到|问能|问是|问有|宝宝问|姐妹问|朋友问|家人问|公屏问"
)
_ALTERNATIVE = re.compile(
    r"能不能|可不可以|会不会|有没有|是否|能否|哪[个款种家一]|什么时候|多少|怎么(?!.{0,6}都)"
)
_TRAILING = re.compile(r"(?:能|可以|会|有).{0,14}[吗么]$")
_AFFIRMATION = re.compile(
    r"^(?:答案是)?(?:能|可以|当然|肯定|必须|完全|没问题|是的|会的|有的|对的|行|绝对)(?:的|能|可以|没问题|啊|呀|哦|呢|管用|有用|行|会|宝贝|"
    r"宝宝|姐妹|放心|了|是|家人|们)*$"
)


def negated(text: str, begin: int, stop: int) -> bool:
    """Whether normal characters `begin` to `stop` stand under an odd number of negations."""
    before = text[max(0, begin - _REACH) : begin]
    for end in _ENDS.finditer(before):
        before = " " * end.end() + before[end.end() :]
    return denies(before) or _AFTERWARDS.match(text[stop : stop + 16]) is not None


def denies(text: str) -> bool:
    """Whether what follows the text is denied: its last negations, said one upon another, are odd."""
    found = list(_NEGATORS.finditer(_PSEUDO.sub(lambda m: " " * len(m.group()), text)))
    run = 0
    for at, negator in enumerate(reversed(found)):
        if at and negator.end() != found[-at].start():
            break
        run += 1
    return run % 2 == 1


def quoted(text: str) -> bool:
    """Whether the words are spoken of as words that may not be said."""
    return _QUOTED.search(text) is not None


def corrected(utterance: str, begin: int, stop: int) -> bool:
    """Whether the clause at `begin` to `stop` is taken back in the same utterance."""
    correction = _CORRECTION.search(utterance, max(0, begin - _NEARBY), stop + _NEARBY)
    if not correction:
        return False
    clause = utterance[begin:stop]
    return correction.end() > begin or _EARLIER.search(clause) is not None


def asked(text: str, begin: int) -> bool:
    """Whether the words from `begin` on are a viewer's or the host's question."""
    before = text[:begin]
    return bool(_ASKED.search(before) or _ALTERNATIVE.search(before[-8:]) or _TRAILING.search(text))


def affirms(text: str) -> bool:
    """Whether a clause does nothing but say yes."""
    return len(text) <= 12 and _AFFIRMATION.match(text) is not None
