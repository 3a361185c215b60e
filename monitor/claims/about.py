"""Whether a clause is about a selling point: by sound, by its words, by what its figures are figures of."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from monitor.claims.figures import adds_up, comparable, equal, rivals, specific
from monitor.claims.form import Form
from monitor.claims.vocabulary import attributes, substances, weak
from monitor.claims.vocabulary import people as known_people
from monitor.claims.words import alike
from monitor.rules.context import affirms
from monitor.text.quantities import Quantity
from monitor.text.syllables import encode

LIKENESS = 82.0
COVERAGE = 0.6
_SPECIFICATIONS = frozenset({"mass", "volume", "power", "charge", "voltage"})
_USED = re.compile(
    r"(?:都|也|就|才|全|照样|一样|放心)(?:能|可以|行|用|合适|适合|没问题|ok|可)|适合|合适|适用|适宜|闭眼|放心[吃喝用冲入]|可以[用吃喝看戴穿冲涂入]|"
    r"能[用吃喝戴穿冲涂量]|可用|可食|照样|没事儿?的?$|往上|以上|可以的|用着|正好|刚好|首选|[都也就]好[用使]|都行|没毛病|随便[吃喝用]|[吃喝用刷抹量戴]得"
)
_APPLIED = re.compile(r"绑|戴|抹|涂|喷|敷|擦|贴|量|测|用|洗|保湿|补水|滋润|改善|有助于|护")
_LASTS = re.compile(r"够|用[完光掉得]|使|[管瓶罐支]|保|质|退|修|连续|免费")
_CAN = re.compile(r"能|可以|行|都|也|照样|没问题|哪儿")
_ENOUGH = 0.58
_BRIEF = 5
_MANY = 20
_LEAST = 0.35
_GENERIC = frozenset(
    (
        "表面 处理 使用 支持 采用 具有 成分 原料 建议 每日 连续 设备 标志 标识 说明 模式 "
        "一般 产品 本品 整机 单机 工艺 皮肤 认为 功效 结构 获得 通过 以上 以下 以内 可达 "
        "工作 至少 最多 不少 不高 不低 超过 适合 适用 适宜 人群 材质 面料 大约 左右 另有 "
        "误差"
    ).split()
)
_DOES = re.compile(r"改善|提高|提升|增强|有助于|减少|帮|清|去|除|护|防|增|杀|降|缓解")


def likeness(said: Form, form: Form, whole: Form) -> float:
    """0..100: how surely the clause is about what the form is about."""
    if said.keys.isdisjoint(form.keys):
        return 0.0
    if form.suits and not _of_people(said):
        return _by_words(said, form)
    return max(
        _by_words(said, form),
        _by_figures(said, form, whole) if form.slots.numbers else 0.0,
        _by_concepts(said, form),
        _by_people(said, form),
        _by_parts(said, form),
        _by_denial(said, form),
    )


def _of_people(said: Form) -> bool:
    people = said.slots.people | (said.before.slots.people if said.before else frozenset())
    return bool(people or ages(said) or _USED.search(said.text))


def named(said: Form, form: Form) -> set[str]:
    """The concepts of the form that the clause names itself."""
    return said.about.keys() & form.about.keys()


def around(said: Form) -> set[str]:
    """The concepts that the words just before it name."""
    return set(said.before.about) if said.before else set()


@lru_cache(65_536)
def sound_of(text: str) -> str:
    return encode(text)


def _by_words(said: Form, form: Form) -> float:
    aligned = 0.0
    if len(form.sound) >= 3 and len(said.sound) >= 3:
        aligned = fuzz.partial_ratio(form.sound, said.sound, processor=None) if _shares(said, form) else 0.0
        whole = fuzz.ratio(form.sound, said.sound, processor=None) if aligned else 0.0
        if len(said.sound) < len(form.sound):
            aligned = max(whole, aligned * (1.0 if len(said.sound) >= 4 else 0.8))
    covered = _coverage(said, form)
    by_terms = LIKENESS + (covered - COVERAGE) * 40 if covered >= COVERAGE else 0.0
    return max(aligned, by_terms, LIKENESS if _only_a_figure(said, form) else 0.0)


def _shares(said: Form, form: Form) -> bool:
    """Whether there is anything else than particles in common: a word, a concept, or a kind of figure."""
    if not form.slots.numbers or len(form.sound) > 6 or said.about.keys() & form.about.keys():
        return True
    sound = sound_of(said.text)
    if len(form.sound) > _BRIEF and any(len(term) > 1 and sound_of(term) in sound for term in form.terms):
        return True
    return any(rivals(said, q, form) for q in said.slots.numbers)


def _only_a_figure(said: Form, form: Form) -> bool:
    """Whether nothing but a specification was said, of a dimension that the claim has too: 一瓶是一斤的."""
    figures = {q.dimension for q in said.slots.numbers if q.dimension in _SPECIFICATIONS}
    words = [term for term in said.terms if len(term) > 1]
    close = said.slots.holders or any(equal(q, p) for q in said.slots.numbers for p in form.slots.numbers)
    return bool(close) and not words and bool(figures & {q.dimension for q in form.slots.numbers})


def _coverage(said: Form, form: Form) -> float:
    """The share of the claim's terms, by length, that were said; a number counts by its dimension."""
    weight = hit = 0.0
    said_sound = sound_of(said.text)
    for term in form.terms:
        weight += len(term)
        if any((sound_of(w) in said_sound) if len(w) > 1 else (w in said.text) for w in alike(term)):
            hit += len(term)
    dimensions = {q.dimension for q in said.slots.numbers}
    for quantity in form.slots.numbers:
        weight += 2
        hit += 2 if quantity.dimension in dimensions else 0
    content = hit - 2 * len([q for q in form.slots.numbers if q.dimension in dimensions])
    if weight < 3:
        return 1.0 if weight == 2 and form.terms and form.terms[0] in said.text else 0.0
    return hit / weight if content >= 2 else 0.0


def _by_figures(said: Form, form: Form, whole: Form) -> float:
    """A figure of the same kind, of the same thing: named here, or just before, or by its container."""
    found = [pair for q in said.slots.numbers for pair in rivals(said, q, form)]
    if not found:
        return 0.0
    measured = form.about.keys() & attributes() or whole.about.keys() & attributes() or set(form.about)
    own = said.about.keys() & (attributes() | measured)
    same = any(equal(*pair) for pair in found)
    if own & measured:
        return 90.0 + len(own & measured) + 3 * same
    if adds_up(said, whole) or (same and _named_before(said, form)):
        return 86.0
    if around(said) & measured and not _of_another(own, found):
        return 86.0 + same
    packed = "net_content" in form.about and said.slots.holders and any(map(_is_packed, found))
    if packed or (_same_container(said, form) and any(_is_specific(pair) or same for pair in found)):
        return 85.0 + same
    return _by_rare_figure(form, own, found)


def _named_before(said: Form, form: Form) -> bool:
    """Whether the words just before are the form's."""
    if said.before is None:
        return False
    sound = sound_of(said.before.text)
    return any(len(t) > 1 and t not in _GENERIC and sound_of(t) in sound for t in form.terms)


def _by_rare_figure(form: Form, own: set[str], found: list[tuple[Quantity, Quantity]]) -> float:
    rare = any(_is_rare(pair, form) for pair in found)
    return 84.0 if rare and not _of_another(own, found) else 0.0


def _is_rare(pair: tuple[Quantity, Quantity], form: Form) -> bool:
    """Whether few other things have that figure, or one inside that range."""
    said, approved = pair
    if approved.low < approved.high and approved in list(specific(form)):
        return approved.low <= said.low and said.high <= approved.high
    ranged = approved.low < approved.high
    return equal(*pair) and (approved in list(specific(form)) or _is_many(approved) or ranged)


def _is_packed(pair: tuple[Quantity, Quantity]) -> bool:
    return pair[1].dimension in ("mass", "volume")


def _is_many(quantity: Quantity) -> bool:
    return quantity.dimension.startswith("count") and quantity.low >= _MANY


def _of_another(own: set[str], found: list[tuple[Quantity, Quantity]]) -> bool:
    """Whether the clause says of its figure that it is the figure of something else."""
    return bool(own) and not any(equal(*pair) for pair in found)


def _is_specific(pair: tuple[Quantity, Quantity]) -> bool:
    return pair[1].dimension in ("mass", "volume") or pair[1].dimension.startswith("count")


def _same_container(said: Form, form: Form) -> bool:
    return bool({name for _, name in said.slots.holders} & {name for _, name in form.slots.holders})


def _by_concepts(said: Form, form: Form) -> float:
    """The share of what the form names that was said here or just before; something must be said here."""
    own = named(said, form)
    words = {t for t in form.terms if len(t) > 1 and t not in _GENERIC and not _in_concept(form, t)}
    sound = sound_of(said.text)
    spoken = {term for term in words if sound_of(term) in sound}
    if not own and not spoken:
        return 0.0
    does = said.slots.total or bool(said.slots.amplified or said.slots.certain)
    places = {form.about[name] for name in own}
    weight = 1.5 * len(set(form.about.values())) + len(words) + (0 if does else len(form.slots.numbers))
    earlier = (around(said) & form.about.keys()) - own
    figures = [q for q in form.slots.numbers if any(comparable(s, q) for s in said.slots.numbers)]
    share = (1.5 * len(places) + len(spoken) + 1.2 * len(earlier) + len(figures)) / weight
    if does and own and share >= _LEAST:
        return LIKENESS + 9
    strong = bool(own - weak()) and share >= _ENOUGH
    several = does or strong or len(own) + len(spoken) + len(earlier) + len(figures) >= 2
    least = LIKENESS + 9 if does and own else LIKENESS
    return least + (share - 0.5) * 30 if share >= 0.5 and (several or share >= 0.99) else 0.0


def _in_concept(form: Form, term: str) -> bool:
    at = form.text.find(term)
    return any(begin <= at and at + len(term) <= stop for begin, stop in form.about.values())


def _by_people(said: Form, form: Form) -> float:
    """Both say for whom the goods are; a yes answers the question before it."""
    if not (form.suits or form.excludes):
        return 0.0
    answers = said.before is not None and affirms(said.text)
    if not (_USED.search(said.text) or answers):
        return 0.0
    people = said.slots.people | (said.before.slots.people if said.before else frozenset())
    if form.excludes:
        return 91.0 if any(form.slots.people & wider_people({name}) for name in people) else 0.0
    if form.suits and any(q.dimension == "age" for q in form.slots.numbers):
        return 92.0 if ages(said) or people else 0.0
    return 91.0 if {is_skin(name) for name in people} & {is_skin(n) for n in form.slots.people} else 0.0


def is_skin(group: str) -> bool:
    return group.endswith("_skin")


def wider_people(names: set[str]) -> frozenset[str]:
    return known_people().wider(names)


def ages(said: Form) -> list[tuple[float, float]]:
    """The ages in years that are spoken of, here or just before."""
    for form in (said, said.before):
        if form is None:
            continue
        found = [(q.low, q.high) for q in form.slots.numbers if q.dimension == "age"]
        aged = form.slots.numbers if not _LASTS.search(form.text) else ()
        months = [q for q in aged if q.dimension == "time" and q.unit in ("月", "个月")]
        found += [(q.low / 31_536_000, q.high / 31_536_000) for q in months]
        if found:
            return found
    return []


def _by_parts(said: Form, form: Form) -> float:
    """Both say where on the body, or the clause says so of goods for surfaces."""
    placed = form.slots.parts - {"skin"} or "surfaces" in form.about
    parts = said.slots.parts or (said.before.slots.parts if said.before else frozenset())
    text = f"{said.before.text}，{said.text}" if said.before else said.text
    does = _APPLIED.search(said.text) and _CAN.search(text)
    if not placed or not parts or not does:
        return 0.0
    return 91.0 if named(said, form) or said.slots.parts or _DOES.search(said.text) else 0.0


def _by_denial(said: Form, form: Form) -> float:
    """The clause denies what the point speaks of, or both deny substances of which one is in the other."""
    denied = denied_by(said)
    if denied & form.slots.substances and not form.slots.denies:
        return 92.0
    if not form.slots.denied or not denied:
        return 0.0
    wider = substances().wider
    related = any(
        mine in wider({theirs}) or theirs in wider({mine}) for mine in denied for theirs in form.slots.denied
    )
    return 92.0 if related else 0.0


def denied_by(said: Form) -> frozenset[str]:
    """What the clause says is absent; what it is may have been named just before."""
    if said.slots.denied or not said.slots.denies or said.slots.substances or said.before is None:
        return said.slots.denied
    return said.before.slots.substances
