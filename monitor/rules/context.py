"""What stands around rule words: negation, quotation, correction, question."""

import re

Span = tuple[int, int]

LONGEST_ANSWER = 12
_REACH = 10
_NEARBY = 60
_AFTER = 16
_INSTEAD = 4
_ENDS = re.compile(
    r"但是|但|而是|而且|并且|可是|然后|同时|其实|所以|却|反而|就能|就可以|就会|也能|照样|还能|还可以|直接|关键|"
    r"[，。！？；、,.!?; ]"
)
_PSEUDO = re.compile(
    r"是不是|能不能|会不会|有没有|要不要|好不好|对不对|行不行|可不可以|不仅|不但|不光|不只|不单|不止|不管|不论|无论|不得不|不得了|"
    r"不错|不断|不停|不少|不同|不一样|不愧|不过|不怕|不愁|不担心|不用担心|不知不觉|不知道|不一会|不到|不如|不就是?|"
    r"不吃药|不打针|不手术|不开刀|不反弹|不节食|不运动|不挨饿|不伤身|不花钱|不费力|不刺激|不油腻|不上火|不长胖|不伤胃|不难|没想到|没问题|没事|没有比|没有谁|没有哪|"
    r"没有人|没谁|没人|差不多|说不定|了不起|舍不得|离不开|忍不住|来不及|怪不得|毫不|无比|无敌|无数|无限|无线|无糖|非常|除非|"
    r"不要太|不能再|不[要容用]错过|别错过|[不别]要?犹豫|没话说|没得说|没治了|不二|不可或缺|不可思议|不同凡响|不在话下|不亚于|不逊于|不输|"
    r"不骗|不瞒|别提多|别看|非同|无可|无微不至|无时无刻|不[要用]怕|不[要用]担心|不是盖的|别着急|不着急|不[要用]着急|"
    r"未来|特别|别的|别人|别家|级别|区别|差别|类别|个别|分别|识别|性别|没白|还没|从没|再也没|没几天|没多久|不几天"
)
_NEGATORS = re.compile(
    r"不能|不可以|不可|不会|不是|并非|没有|无法|不得|不要|不具备|不具有|不代表|不等于|不敢|不承诺|不保证|不宣称|"
    r"谈不上|没法|严禁|禁止|杜绝|拒绝|勿|没|无|非|未|别|不"
)
_AFTERWARDS = re.compile(
    r"^(?:[^，,。的不没]{0,6}(?=这些|这几[样个]|什么的|之类))?(?:的|了)?(?:这种|这个|这些|这几[样个]|什么的|之类的?|那种)?(?:说法|作用|功效|功能|效果|能力|话|字|词)?(?:我们|咱们|我|它|是|都|也|一概|这边)*"
    r"(?:不敢|没有(?:这回事|这种事|这个)?(?=$|[的了哦啊呢吧，。！])|"
    r"(?:不能|不可以|不会|做不到|不存在|不行|不允许|谈不上|达不到|不成立|不具备|不支持)(?!更|说))"
)
_QUOTED = re.compile(
    r"(?:不让|不许|不准|不允许|不给|不可以|不能|没法|不方便)(?:我们|咱们|我|主播|直接|随便|乱|这么|再)?(?:说|讲|提|播|念)|"
    r"广告法|极限词|违规的词|不合规|违禁词|违规词|敏感词|屏蔽词|会被封|要被封|会违规|说了会|说了要|那[个两几]字"
)
_CORRECTION = re.compile(
    r"这话(?:可)?(?:不对|说错|说得不对|不能这么)|话(?:可)?不能这么[说讲]|不是这么回事|没[有这那]?回事|可?别(?:瞎|乱)(?:说|讲|传)|说错了|讲错了|口误|更正一下|更正|纠正一下|收回刚才|说的不对|说得不对|表述有误|说法不准确|不该那么说"
)
_EARLIER = re.compile(r"刚才|刚刚|之前|前面|不该|不应该")
_ASKED = re.compile(
    r"请问|咨询|有人问|问我|问一下|想问|在问|问说|问这个|问到|问能|问是|问有|(?:宝宝|宝贝|姐妹|朋友|家人|公屏|弹幕|评论|"
    r"粉丝|网友|老铁|[姐哥妹弟姨叔妈爸爷奶]|大娘|大爷)们?(?:刚才|刚|又|也|都|在|还)*问(?![题候世])"
)
_READ_OUT = re.compile(
    r"(?:人|姐妹|宝宝|宝贝|朋友|家人|妈妈?|老铁|粉丝|阿姨|叔叔|大姐|大哥|奶奶|爷爷|网友)们?(?:在|想|又|也|都|来|刚才)*问"
    r"(?:一下|我们|我|说|道|到|了)?[，,：:、 ]*$|"
    # 位 counts people; 问 as it may be misheard
    r"有一?位[^，,。皱细法令干颈唇斑]{1,2}[问纹闻][，,：:、 ]*$"
)
_PUT_AS_QUESTION = re.compile(
    r"能不能|可不可以|会不会|有没有|是不是|要不要|行不行|能否|是否|多少|怎么|哪[个款种]|什么时候|[吗么呢？?]"
)
_SENTENCE_END = re.compile(r"[。！!；;]")
_ALTERNATIVE = re.compile(
    r"能不能|可不可以|会不会|有没有|是否|能否|哪[个款种家一]|什么时候|多少|怎么(?!.{0,6}都)"
)
_SEEKING = re.compile(r"有没有|谁有|谁家有|哪[个位家]")
_SOUGHT = re.compile(
    r"(?:的|人|姐妹|宝宝|宝贝|朋友|家人|宝妈|妈妈|老铁|叔叔|阿姨|爸妈|老人|孩子)[^。！!]{0,30}?"
    r"(?:喝|吃|用|贴|抹|涂|敷|戴|泡|按|来|拍|带|试|安排|听|看|这款|这个|咱们|我们|它)"
)
# 不, 伐 and the like end a question as 吗 does, said in a dialect
_TRAILING = re.compile(r"(?:能|可以|会|有).{0,14}(?:[吗么伐]|[^么都也]不)[啊呀哦噻]?\W*$")
_QUESTION_MARK = re.compile(r"[吗么嘛]$")
_RHETORICAL = re.compile(r"难道|这不就|不就是|不是[^，,。]*[吗么嘛]$|谁不")
_ASSUMED = re.compile(
    r"(?:如果|要是|假如|假设|倘若|哪怕|除非)(?:说|讲)?(?:我|我们|它|这个|这款|产品|东西|真|真的|有人|谁|哪家|别人|主播|一个产品|有哪个)*"
    r"(?:告诉你|跟你|给你|和你)?(?:们)?(?:说|讲|保证|承诺|宣传)?(?:它|这个|真的|真)?(?:能够|能|可以|会|有|是)?$"
)
_OTHERS = re.compile(
    r"(?:凡是|但凡|那些|那种|有的主播|有些主播|有些人|有人|别的主播|网上|谁要是|谁)[^，,。]{0,6}(?:说|告诉|宣称|吹|承诺|宣传|讲)"
)
# 谁说它能治病的 denies it, where nothing comes after it
_SCORNED = re.compile(
    r"(?:^|[，,])(?:是?谁|哪个|哪有人)(?:(?:跟|和|给|同)(?:你|您|恁|你们|大家|咱们?))?"
    r"(?:说|讲|告诉(?:你|您|你们|大家))(?:的|过|了)?[^，,。]{0,12}$"
)
_SCORNED_END = re.compile(r"(?:的|了)?[啊呀呢哦嘛吗]?[，,?？。！!]*$")
_DISTRUSTED = re.compile(
    r"(?:[^，,。]{0,3}?|[^，,。]{0,6}(?:这些|那些|之类的?|什么的|那套))(?:那|这|都|全|纯|纯属|完全)*是?(?:在)?(?:瞎扯|胡扯|扯淡|瞎掰|瞎说|胡说|瞎编|乱讲|鬼扯|吹牛|瞎吹|扯犊子|没影的事|没[有这那]?回事|没有的事|不可能的|别信|不要信|不能信|别相信|是骗子|是骗人|是假的|信不得)"
)
_RENOUNCED = re.compile(
    r"(?:不让|不许|不准|不给|不允许|不可以)(?:我们|咱们?|我|主播)?(?:乱|随便)?(?:说|讲|提|吹|宣传)[^，,。]{0,10}?"
    r"(?:[，,]|那|行|好|好的|所以|咱们?|我们?|俺们?|主播|就|也|都|一概|一律|这边|只)*"
    r"(?:不(?:说|讲|提|吹|碰|敢)|(?:念|看|按|照|讲|说)着?(?:标签|包装|说明书|批件|配料|成分|面料|工艺|详情))"
)
_WINK = re.compile(
    r"反正|心里|意会|细品|[你们自]品|自己想|自个儿想|体会|领会|懂|悟|明白|但是?|不过|可是|只能说|用过|吃过|喝过|都知道"
)
_DISBELIEF = re.compile(
    r"骗子|骗人|骗你|是假|别信|不要信|不能信|别相信|不要相信|不靠谱|忽悠|胡说|夸大|智商税|违法|违规|划走"
)
_WARNING = re.compile(
    r"(?:不能|不可|不可以|无法|不得|不)(?:代替|替代|取代)(?:任何)?(?:药物|药品|药|医生|治疗|正规治疗|就医)(?:的)?(?:治疗|诊断)?(?:疾病|作用)?|"
    r"(?:保健食品|保健品|本品|本产品|这个|它|产品)*(?:不是|并非|不属于)(?:药物|药品|药)(?:[，,]?(?:也)?不能(?:代替|治疗)[^，,。]{0,8})?|"
    r"不(?:具有|具备|能用于)(?:疾病)?(?:预防|治疗)[^，,。]{0,8}|未成年人?(?:禁止|请勿|不得|不要|不能|不可以?|勿)(?:饮酒|喝酒|购买|饮用|吸烟|使用)|"
    r"(?:过量|过度)?饮酒有害(?:身体)?健康|过量饮酒[^，,。]{0,6}|适量饮酒|理性饮酒|吸烟有害健康|(?:酒后|饮酒后?)(?:请)?(?:勿|不要|不能|别|禁止)(?:驾车|驾驶|开车)|"
    r"请?仔细阅读[^，,。]{0,6}说明书[^，,。]{0,20}|(?:请)?(?:按照?|遵照)[^，,。]{0,6}说明书[^，,。]{0,16}|"
    r"(?:禁忌内容|禁忌|注意事项)[^，,。]{0,8}(?:详见|参照|见)[^，,。]{0,4}说明书|请?在(?:医生|医师|药师|临床营养师|医务人员)[^，,。]{0,10}指导下(?:购买|使用|食用|服用)[^，,。]{0,6}|"
    r"(?:请)?遵(?:循)?医嘱|(?:身体)?(?:不适|不舒服)[^，,。]{0,6}(?:及时)?就医|不适用于非目标人群[^，,。]{0,4}|不适宜人群[^，,。]{0,16}|"
    r"[^，,。]{1,8}(?:不建议|不推荐|不适合|不适宜|不宜|慎)(?:吃|喝|用|食用|饮用|服用|使用)|"
    r"(?:孕妇|婴幼儿|儿童|乳母|哺乳期)[^，,。]{0,10}(?:不适宜|不宜|慎用|禁用)(?:食用|饮用|使用|人群)?|"
    r"投资有风险[^，,。]{0,8}|理财有风险[^，,。]{0,8}|(?:过往|历史)(?:业绩|收益)不(?:代表|预示)[^，,。]{0,8}|"
    r"[^，,。]{1,16}(?:先|赶紧|赶快|抓紧|尽快|得|该|请|还是|一定要|记得|务必)[先抱带送陪]*(?:去|上|到|找)找?(?:一?趟)?(?:正规|附近的?)?"
    r"(?:医院|大夫|医生|诊所|医师|挂号|挂个号|看病|就医|就诊|体检|拍片|看牙|牙科|口腔科|骨科|眼科|耳鼻喉科|内科|兽医|宠物医院)|"
    r"母乳是婴儿最(?:理想|好)的(?:天然)?食[品物]|效果因人而异|(?:具体)?(?:效果|功效)?(?:因人而异|个体差异)"
)
_NOBODY = re.compile(
    r"(?:没有?|无|哪有|谁也?|[零0]个?)(?:任何|什么|哪个|一个|哪些)*(?:人|人群|群体|谁)?(?:是|会|说)?(?=不适|不宜|不能|不可以|禁忌|慎)"
)
_AFFIRMATION = re.compile(
    r"(?:答案是)?(?:能|可以|当然|肯定|必须|完全|没问题|是的|会的|有的|对的|行|绝对)(?:的|能|可以|没问题|啊|呀|哦|呢|管用|有用|行|会|宝贝|"
    r"宝宝|姐妹|放心|了|是|家人|们)*"
)
_AFFIRMING = frozenset("答能可当肯必完没是会有对行绝")


def negated(text: str, begin: int, stop: int) -> bool:
    """Whether normal characters `begin` to `stop` stand under an odd number of negations."""
    return negation(text, begin, stop) is not None


def negation(text: str, begin: int, stop: int) -> Span | None:
    """Where the words that deny `begin` to `stop` stand; None where nothing denies them."""
    start = max(0, begin - _REACH)
    for end in _ENDS.finditer(text, start, begin):
        start = end.end()
    if (found := _denial(text, start, begin)) and not _is_rhetorical(text, found):
        return found
    after = _AFTERWARDS.match(text[stop : stop + _AFTER])
    return (stop, stop + after.end()) if after else None


def denies(text: str) -> bool:
    """Whether what follows the text is denied: its last negations, said one upon another, are odd."""
    return _denial(text, max(text.rfind(mark) for mark in "，,") + 1, len(text)) is not None


def _denial(text: str, begin: int, stop: int) -> Span | None:
    said = text[begin:stop]
    found = list(_NEGATORS.finditer(_PSEUDO.sub(lambda m: " " * len(m.group()), said)))
    run = 0
    for at, negator in enumerate(reversed(found)):
        if at and negator.end() != found[-at].start():
            break
        run += 1
    return (begin + found[-run].start(), begin + found[-1].end()) if run % 2 else None


def _is_rhetorical(text: str, denial: Span) -> bool:
    """这不是最好的吗 denies nothing."""
    return text[denial[0] : denial[1]] == "不是" and _QUESTION_MARK.search(text) is not None


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
    if _RHETORICAL.search(text):
        return False
    before = text[:begin]
    return bool(_ASKED.search(before) or _ALTERNATIVE.search(before[-8:]) or _TRAILING.search(text))


def asks_within(text: str, begin: int, stop: int) -> bool:
    """Whether someone is said to ask in `begin` to `stop`, between words of one hit."""
    return _ASKED.search(text, max(0, begin - 1), stop) is not None


def read_out(utterance: str, begin: int, stop: int) -> bool:
    """Whether the clause is of a viewer's question, announced just before it: 有位阿姨问，血糖高，能不能吃.

    It must be put as a question before its sentence ends, or be broken off behind the clause.
    """
    if _READ_OUT.search(utterance, max(0, begin - _NEARBY), begin) is None:
        return False
    end = _SENTENCE_END.search(utterance, begin)
    sentence = utterance[begin : end.start() if end else len(utterance)]
    return _PUT_AS_QUESTION.search(sentence) is not None or utterance[stop:].strip() in ("，", ",")


def sought(utterance: str, begin: int, stop: int) -> bool:
    """Whether a question at `begin` to `stop` looks for whom to sell to: 有没有失眠的姐妹，来看这款."""
    near = max(0, begin - 8)
    if not _SEEKING.search(utterance, near, begin) or _ASKED.search(utterance, max(0, near - 8), begin):
        return False
    return _SOUGHT.search(utterance, begin, stop + _NEARBY) is not None


def answered(text: str, stop: int) -> bool:
    """Whether a question that ends at `stop` is answered with yes in the same breath."""
    rest = text[stop:].lstrip("吗么呢啊嘛的呀，,？? ")
    return bool(rest) and affirms(rest)


def assumed(text: str, begin: int) -> bool:
    """Whether the words at `begin` are only supposed of the goods: 要是它能治病."""
    return _ASSUMED.search(text, 0, begin) is not None


def scorned(text: str, begin: int, stop: int) -> bool:
    """Whether what stands at `begin` to `stop` is not to be believed, or asked who on earth says it.

    谁说它能治病的; 能治病的都别信.
    """
    if _DISTRUSTED.match(text, stop):
        return True
    said = _SCORNED.search(text, 0, begin)
    return said is not None and _SCORNED_END.match(text, stop) is not None


def renounced(utterance: str, begin: int, stop: int) -> bool:
    """Whether words that may not be said give way to others: 不让讲升值，那咱就不讲，戴着好看就行.

    Where nothing follows, naming the ban may be how they are said.
    """
    left = _RENOUNCED.search(utterance, max(0, begin - _AFTER))
    if left is None or left.start() >= stop or left.end() < stop:
        return False
    rest = utterance[left.end() : left.end() + _NEARBY]
    return len(rest) > _INSTEAD and _WINK.search(rest) is None


def disowned(text: str, begin: int) -> bool:
    """Whether the words at `begin` are put in others' mouths and disbelieved."""
    said = _OTHERS.search(text, 0, begin)
    return bool(said and _DISBELIEF.search(text, said.end())) or bool(
        _DISBELIEF.search(text[max(0, begin - 6) : begin])
    )


def warnings(text: str) -> list[Span]:
    """Where statements stand that the law asks for, and that are no claim; 没有不适宜人群 is a claim."""
    return [
        found.span()
        for found in _WARNING.finditer(text)
        if not _NOBODY.search(text, max(0, found.start() - 6), found.end())
    ]


def affirms(text: str) -> bool:
    """Whether a clause does nothing but say yes."""
    short = text[:1] in _AFFIRMING and len(text) <= LONGEST_ANSWER
    return short and _AFFIRMATION.fullmatch(text) is not None
