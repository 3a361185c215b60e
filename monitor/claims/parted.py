"""A claim that a breath, or the end of an utterance, has parted: 百分之百桑，蚕丝."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.claims.about import sound_of
from monitor.claims.cues import cues
from monitor.claims.finding import Finding
from monitor.claims.form import Approved, Form, form_of
from monitor.claims.match import matches
from monitor.claims.price import price_talk
from monitor.claims.vocabulary import attributes, concepts
from monitor.text.misheard import NUMERALS
from monitor.text.quantities import quantities
from monitor.text.syllables import encode
from monitor.text.utterance import Clause, Utterance, times

LONGEST_BREATH = 1.5
_LONGEST = 40
_OPEN = re.compile(
    r"(?:含有?|富含|添加了?|采用|选用|用的是|有助于|[百千万]分之|(?<![好是能会有要对行可多])(?:不|没|无|未)|不含|不会|没有)$"
)
_ELSEWHERE = re.compile(
    r"然后|但是?|不过|所以|而且|另外|还有|我|咱|大家|家人|宝宝|姐妹|朋友|这|那|你|您|它|今天|现在|来|好|对|嗯|啊|呃|哦|是不是|有没有|"
    r"[一二三四五六七八九十]+号|([一-龥])\1"
)
_NO_CLAIM = re.compile(
    r"拍|下单|链接|小黄车|购物车|赶紧|抓紧|抢|上车|倒计时|倒数|库存|[件单份个位人]了?$|包邮|到手|运费|拿走|带走|回家|块钱|元$"
)
_RATE = re.compile(r"(?:率|度|比例|占比)[是有在达到高]{0,3}$")
_PARTICLES = "的了啊呢吧哦嘛呀哈哒"
_REST = 4
_BREAK = re.compile(r"[。！？!?；;…]")
_NUMERAL = re.compile(rf"[{NUMERALS}]$")
_MARKS = re.compile(r"[\W_]")
_BEHIND, _AHEAD = 2, 2


@dataclass(frozen=True, slots=True)
class Joined:
    """Two clauses as one, `clause`, of an utterance made for it; `before` as seen from there.

    text: what was said as given, of both utterances where there are two. shift: how far behind its place in
    the made utterance stands there what comes from the second clause on.
    """

    clause: Clause
    before: tuple[Clause, ...]
    text: str
    turn: int
    shift: int

    def back(self, finding: Finding) -> Finding:
        """The finding with its span in what was said as given."""
        if finding.text != self.clause.utterance.text:
            return finding
        begin, stop = finding.span
        begin += self.shift if begin >= self.turn else 0
        stop += self.shift if stop > self.turn else 0
        return replace(finding, text=self.text, span=(begin, stop))


def joined(first: Clause, second: Clause, before: Sequence[Clause]) -> Joined:
    one, other = first.utterance, second.utterance
    same = one is other
    between = "" if same or _MARKS.match(one.text[-1:]) else "，"
    made = Utterance(
        one.text[: first.stop] + other.text[second.begin :],
        times(one, (first.begin, first.stop))[0],
        times(other, (second.begin, second.stop))[1],
        (),
        one.product,
        one.id,
        one.speaker,
    )
    return Joined(
        Clause(made, first.begin, first.stop + second.stop - second.begin),
        tuple(c._replace(utterance=made) if c.utterance is one else c for c in before),
        one.text if same else f"{one.text}{between}{other.text}",
        first.stop,
        second.begin - first.stop + (0 if same else len(one.text) + len(between)),
    )


def is_one_breath(first: Clause, second: Clause) -> bool:
    """Whether nothing but a short pause, or a comma, stands between."""
    one, other = first.utterance, second.utterance
    if one is not other:
        if one.speaker != other.speaker or one.product != other.product or one.end is None:
            return False
        marks = one.text[first.stop :] + other.text[: second.begin]
    else:
        marks = one.text[first.stop : second.begin]
    if _BREAK.search(marks) or first.stop - first.begin + second.stop - second.begin > _LONGEST:
        return False
    end, start = times(one, (first.begin, first.stop))[1], times(other, (second.begin, second.stop))[0]
    if one is other and not one.words:
        return True
    return end is not None and start is not None and start - end <= LONGEST_BREATH


def is_parted(first: str, second: str, points: Sequence[Approved], day: date) -> bool:
    """Whether the first ends open and the second goes on with it: neither is a claim of its own."""
    said, onward = form_of(first), form_of(second)
    if _ELSEWHERE.match(onward.text) or not onward.text or not said.text:
        return False
    if _goes_over(said.text, onward.text, points):
        return True
    if price_talk(said.text, list(said.slots.numbers)) or any(map(_NO_CLAIM.search, (first, second))):
        return False
    if _OPEN.search(said.text) or _is_figure_cut(said, onward.text):
        return True
    return _is_open(said, onward) and not matches(said, points, day)


def _is_open(said: Form, onward: Form) -> bool:
    """Whether it names an attribute without its figure, or a figure without what it is of."""
    numbers = said.slots.numbers
    if not numbers:
        names_one = bool(onward.slots.numbers) and onward.slots.numbers[0].begin == 0
        return (
            names_one
            and not cues(said.text, [])
            and any(
                hit.name in attributes() and hit.stop == len(said.text)
                for hit in concepts().maximal(said.text)
            )
        )
    last = max(numbers, key=lambda q: q.stop)
    left = said.text[last.stop :]
    if onward.slots.numbers or said.about.keys() & attributes() or _RATE.search(said.text, 0, last.begin):
        return False
    begun = len(left) == 1 and left not in _PARTICLES and len(onward.text) <= _REST
    return (not left or begun) and (last.dimension in ("number", "percent") or last.begin == 0)


def _is_figure_cut(said: Form, onward: str) -> bool:
    """保湿二十四，小时."""
    first = said.text
    if _NUMERAL.search(first) is None or any(q.dimension == "percent" for q in said.slots.numbers):
        return False
    return any(q.begin < len(first) < q.stop and q.unit for q in quantities(first + onward))


def _goes_over(first: str, second: str, points: Sequence[Approved]) -> bool:
    """Whether the last and first syllables stand together in a point, with no mark between."""
    across = encode(first[-_BEHIND:] + second[:_AHEAD])
    if len(across) < _BEHIND + _AHEAD:
        return False
    inner = across[_BEHIND - 1 : _BEHIND + 1]
    return any(inner in f.keys and across in sound_of(f.text) for point in points for f in point.forms)
