"""Clauses to findings. Pure: no clock, no database, no network."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.choice import chosen_of, is_covered, states
from monitor.claims.cues import Cue, asserts, cues, reminds
from monitor.claims.finding import Decision, Difference, Finding, Severity, Step, Verdict
from monitor.claims.match import Form, Match, Outcome, form_of
from monitor.claims.offers import Departure, departures
from monitor.claims.on_air import OnAir, Tracker
from monitor.claims.parted import is_one_breath, is_parted, joined
from monitor.claims.points import Points
from monitor.claims.price import PriceTalk, compare_price, price_talk, states_list_price
from monitor.claims.sentence import by_language, sentence
from monitor.claims.speaker import Speaker
from monitor.claims.statement import Missing, Statements
from monitor.clock import clock
from monitor.rules.charge import Charge
from monitor.rules.examine import Examiner, Goods, Occasion
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import Rule
from monitor.text.automaton import Automaton
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Clause, Utterance, times

UNREVIEWED = "claim.unreviewed"
EXCEEDS = "claim.exceeds_approval"
PRICE = "price.mismatch"
REFERENCE = "price.reference"
_REMEMBERED = 2
_VOUCHING = 10


class _Names:
    """The names of all products, however many, found in one pass."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted({normal(name).text for name in names} - {""}, key=len, reverse=True)
        self._automaton = Automaton(self._names)

    def within(self, text: str) -> list[str]:
        """Those that stand in a text in normal form, the longest first."""
        found = {number for _, _, number in self._automaton.places(text)}
        return [self._names[number] for number in sorted(found)]


class Detector:
    """Judges clauses of one broadcast in order. `today` is the legal day where the broadcast has none."""

    def __init__(self, lexicons: Lexicon, catalogue: Catalogue, broadcast: Broadcast, today: date) -> None:
        self.lexicons, self.catalogue, self.broadcast = lexicons, catalogue, broadcast
        self.day = broadcast.day(today)
        names = [name for p in catalogue.products for name in (p.name, *p.aliases)]
        self._product_names = names
        self._names = _Names(names)
        self._examiners: dict[str | None, Examiner] = {}
        self._points = Points(catalogue)
        self._goods = {p.id: _goods(p) for p in catalogue.products}
        active = [rule for rule in lexicons.rules if rule.status == "active"]
        self._statements = Statements(active, catalogue.products, lexicons.categories)

    def judge(self, clause: Clause, on_air: OnAir, before: Sequence[Clause] = ()) -> list[Finding]:
        """The findings of one clause; `before` are the clauses that preceded it, the nearest last."""
        product = on_air.product
        form = _form(clause, _said_before(clause, before))
        start = clause.utterance.start
        late = [self._missing(missing) for missing in self._statements.overdue(start)]
        if self._statements.hear(product, form.text, start):
            return late
        charges = self._examiner(clause).examine(
            clause, self._goods.get(product.id if product else "", Goods()), before
        )
        muted = [charge for charge in charges if charge.mute]
        charges = [charge for charge in charges if not charge.mute]
        broken = [charge for charge in charges if charge.verdict is Verdict.PROHIBITED]
        found = [self._charged(clause, charge, on_air) for charge in (*broken, *muted)]
        talk = price_talk(form.text, list(form.slots.numbers))
        found += self._prices(clause, form, talk, on_air)
        left = departures(form.text, product.price) if product else []
        found += [self._offered(clause, form, departure, on_air) for departure in left]
        claims = self._claims(clause, form, on_air, talk, broken)
        found += claims
        if not broken and not any(f.verdict is Verdict.APPROVED for f in claims):
            known = product is not None and states_list_price(talk, product.price, self.day)
            found += [
                self._charged(clause, c, on_air) for c in charges if not (known and c.rule.id == REFERENCE)
            ]
        if product and found:
            self._statements.claim(product, start)
        return [*late, *sorted(found, key=lambda f: f.span)]

    def are_one(self, clause: Clause, onward: Clause, on_air: OnAir, next_on_air: OnAir) -> bool:
        """Whether a pause has parted one claim of one speaker about one product into the two."""
        if not is_one_breath(clause, onward) or on_air.product != next_on_air.product:
            return False
        if self._speaker(clause) != self._speaker(onward):
            return False
        product = on_air.product
        points = self._points.of(product, f"{clause.text}{onward.text}") if product else []
        return is_parted(clause.text, onward.text, points, self.day)

    def conclude(self) -> list[Finding]:
        """What only the whole broadcast shows: required statements never said of products with claims."""
        return [self._missing(missing) for missing in self._statements.conclude()]

    def _claims(
        self, clause: Clause, form: Form, on_air: OnAir, talk: list[PriceTalk], broken: list[Charge]
    ) -> list[Finding]:
        product = on_air.product
        names = self._names.within(form.text)
        said = form if form.slots.numbers else _without(names, form)
        at = self._moment(clause)
        found = self._points.like(product, said, form, self.day, at) if product else []
        asserted = [] if broken else cues(form.text, list(form.slots.numbers), names)
        chosen = chosen_of(found, form)
        if broken:
            chosen = [m for m in chosen if m.outcome is Outcome.EXCEEDS and m.difference is not None]
            chosen = [m for m in chosen if m.difference and m.difference.slot in ("number", "unit")]
        if not asserts(form.text):
            kept = (Outcome.APPROVED, Outcome.OUT_OF_DATE) if reminds(form.text) else (Outcome.APPROVED,)
            chosen = [match for match in chosen if match.outcome in kept]
        results = [self._matched(clause, match, on_air) for match in chosen if asserted or states(match)]
        if broken or any(m.outcome is not Outcome.APPROVED for m in chosen):
            return results
        covering = [match for match in found if match.outcome is Outcome.APPROVED]
        left = [cue for cue in asserted if not is_covered(cue, covering, form)]
        priced = {t.quantity.begin for t in talk}
        left = [cue for cue in left if cue.begin not in priced]
        return results + ([self._unreviewed(clause, form, left, on_air)] if left else [])

    def _charged(self, clause: Clause, charge: Charge, on_air: OnAir) -> Finding:
        notes = [f"finding.{s.code.removeprefix('rule.')}" for s in charge.steps if s.code in _NOTED]
        said = clause.utterance.text[charge.begin : charge.stop]
        told: dict[str, object] = {"said": said, "reason": charge.reason, "words": "、".join(charge.evasion)}
        if charge.mute:
            told |= {"until": charge.mute.until, "why": charge.mute.reason}
        finding = self._finding(clause, charge.rule, on_air, (charge.begin, charge.stop), charge.steps)
        return replace(
            finding,
            verdict=charge.verdict,
            decision=charge.decision,
            severity=charge.severity,
            evasion=charge.evasion,
            messages=self._say(clause, on_air, f"finding.{charge.verdict}", notes, **told),
        )

    def _matched(self, clause: Clause, match: Match, on_air: OnAir) -> Finding:
        begin, stop = clause.begin, clause.stop
        step = Step("claim.matched", {"point": match.point.id, "likeness": f"{match.likeness:.0f}"})
        if match.outcome is Outcome.APPROVED:
            finding = self._finding(clause, None, on_air, (begin, stop), (step,))
            others = _named(on_air.others)
            doubt = ("finding.other_product",) if others else ()
            messages = sentence("finding.approved", doubt, approved=match.point.text, others=others)
            return replace(finding, selling_point=match.point.id, messages=messages)
        exceeds = match.outcome is Outcome.EXCEEDS
        rule = self.lexicons.by_id[EXCEEDS if exceeds else UNREVIEWED]
        difference = match.difference or Difference("number", match.point.text, clause.text)
        code = "finding.exceeds_approval" if exceeds else f"finding.unreviewed.{difference.slot}"
        slot = by_language(f"slot.{difference.slot}")
        return replace(
            self._finding(clause, rule, on_air, (begin, stop), (step,)),
            selling_point=match.point.id,
            difference=difference,
            messages=self._say(
                clause,
                on_air,
                code,
                (),
                point=match.point.text,
                slot=slot,
                approved=difference.approved or "—",
                said=difference.said,
            ),
        )

    def _unreviewed(self, clause: Clause, form: Form, left: list[Cue], on_air: OnAir) -> Finding:
        steps = [Step("claim.cue", {"kind": cue.kind, "words": cue.text}) for cue in left]
        code = "finding.unreviewed" if on_air.product else "finding.unreviewed.unknown"
        notes: tuple[str, ...] = ()
        told = {"said": clause.text}
        if elsewhere := self._elsewhere(clause, form, left, on_air.product):
            other, match = elsewhere
            steps.append(Step("claim.elsewhere", {"product": other.id, "point": match.point.id}))
            notes = ("finding.unreviewed.elsewhere",)
            told |= {"other": other.name, "point": match.point.text}
        rule = self.lexicons.by_id[UNREVIEWED]
        finding = self._finding(clause, rule, on_air, (clause.begin, clause.stop), tuple(steps))
        return replace(
            finding, messages=self._say(clause, on_air, code, notes, **told), slots=form.slots.canonical
        )

    def _elsewhere(
        self, clause: Clause, form: Form, left: list[Cue], product: Product | None
    ) -> tuple[Product, Match] | None:
        """The nearest other product for which all that is left of the clause is approved."""
        for other, match in self._points.elsewhere(form, product, self.day, self._moment(clause)):
            if all(is_covered(cue, [match], form) for cue in left):
                return other, match
        return None

    def _prices(self, clause: Clause, form: Form, talk: list[PriceTalk], on_air: OnAir) -> list[Finding]:
        product = on_air.product
        if product is None:
            return []
        found = []
        for said in talk:
            written = form.written(said.quantity)
            if difference := compare_price(said, product.price, written, self.day):
                begin, stop = form.normal.span(said.quantity.begin, said.quantity.stop)
                span = clause.begin + begin, clause.begin + stop
                finding = self._finding(clause, self.lexicons.by_id[PRICE], on_air, span, ())
                messages = self._say(
                    clause,
                    on_air,
                    "finding.price_mismatch",
                    (),
                    approved=difference.approved,
                    said=difference.said,
                )
                evasion = (f"{written}=元",) if said.coded else ()
                found.append(replace(finding, difference=difference, messages=messages, evasion=evasion))
        return found

    def _offered(self, clause: Clause, form: Form, left: Departure, on_air: OnAir) -> Finding:
        """An offer that differs from the catalogue's, or that is none of them."""
        begin, stop = form.normal.span(left.begin, left.stop)
        span, difference = (clause.begin + begin, clause.begin + stop), left.difference
        said = clause.utterance.text[slice(*span)]
        rule = self.lexicons.by_id[PRICE if left.known else UNREVIEWED]
        code = "finding.price_mismatch" if left.known else f"finding.unreviewed.{difference.slot}"
        told = {"approved": difference.approved or "—", "said": said}
        return replace(
            self._finding(clause, rule, on_air, span, ()),
            difference=replace(difference, said=said),
            messages=self._say(clause, on_air, code, (), **told),
        )

    def _missing(self, missing: Missing) -> Finding:
        text, due = missing.required.text, missing.due
        clause = Clause(Utterance("", due, due), 0, 0)
        steps = () if due is None else (Step("statement.due", {"by": clock(due)}),)
        on_air = OnAir(missing.product, "only")
        finding = self._finding(clause, missing.required.rule, on_air, (0, 0), steps)
        messages = self._say(clause, on_air, "finding.missing_statement", (), said=text)
        return replace(finding, claim=text, messages=messages)

    def _say(
        self, clause: Clause, on_air: OnAir, code: str, notes: Sequence[str], **fields: object
    ) -> dict[str, str]:
        speaker = self._speaker(clause)
        told = [*notes, *(("finding.other_product",) if on_air.others else ())]
        if speaker and speaker.who and speaker.who.is_asked_in:
            told.append(f"finding.by_{speaker.who}")
        if not self._role(clause):
            told.append("finding.no_speaker_role" if speaker else "finding.no_role")
        name, others = speaker.name if speaker else "", _named(on_air.others)
        return sentence(code, told, **fields, speaker=name, others=others)

    def _speaker(self, clause: Clause) -> Speaker | None:
        """Who says a clause, where it is known; what was never said is the room's to answer for."""
        return self.broadcast.speaker(clause.utterance) if clause.text else None

    def _moment(self, clause: Clause) -> datetime | None:
        """When it was said; the start of the broadcast where the clause has no time of its own."""
        started = self.broadcast.started_at
        return started and started + timedelta(seconds=clause.utterance.start or 0.0)

    def _role(self, clause: Clause) -> str | None:
        speaker = self._speaker(clause)
        return speaker.role if speaker else self.broadcast.role

    def _examiner(self, clause: Clause) -> Examiner:
        """One for each advertising role: a rule may reach some of them only."""
        role = self._role(clause)
        if role not in self._examiners:
            occasion = Occasion(self.day, role, self.broadcast.facts)
            self._examiners[role] = Examiner(self.lexicons, self._product_names, occasion)
        return self._examiners[role]

    def _finding(
        self,
        clause: Clause,
        rule: Rule | None,
        on_air: OnAir,
        span: tuple[int, int],
        steps: tuple[Step, ...],
    ) -> Finding:
        """`rule` gives law, severity and action; one without patterns follows from a comparison with what
        was approved, and the finding then names no rule."""
        start, end = times(clause.utterance, span)
        known = [Step("on_air", {"source": on_air.source})]
        if on_air.others:
            known.append(Step("on_air.others", {"products": _named(on_air.others)}))
        role = self._role(clause)
        if speaker := self._speaker(clause):
            by = {"name": speaker.name, "who": speaker.who or "unlisted", "role": role or "unstated"}
            known.append(Step("speaker", by))
        if rule and not role:
            known.append(Step("role.stricter"))
        cited = self.lexicons.laws.cite(rule.basis, self.day, role) if rule else ()
        return Finding(
            clause.utterance.text,
            span,
            clause.text,
            rule.verdict if rule else Verdict.APPROVED,
            rule.decision if rule else Decision.PASS,
            rule.severity if rule else Severity.INFO,
            start=start,
            end=end,
            id=clause.utterance.id,
            rule=rule.id if rule and (rule.patterns or rule.statements) else None,
            product=on_air.product.id if on_air.product else None,
            citations=cited,
            action=rule.action if rule else None,
            trace=(*steps, *known),
            slots=form_of(clause.text).slots.canonical,
        )


_NOTED = frozenset({"rule.quoted", "rule.evasion", "rule.muted"})


def judge_all(utterances: Iterable[Utterance], detector: Detector) -> list[Finding]:
    """Every finding of a whole broadcast, in reading order, and then what is missing from it."""
    tracker = Tracker(detector.catalogue, detector.broadcast)
    said = ((c, tracker.follow(u, c)) for u in utterances for c in clauses(u))
    before: list[Clause] = []
    found: list[Finding] = []
    ahead = next(said, None)
    while ahead:
        (clause, on_air), ahead = ahead, next(said, None)
        if ahead and detector.are_one(clause, ahead[0], on_air, ahead[1]):
            whole = joined(clause, ahead[0], before)
            found += map(whole.back, detector.judge(whole.clause, on_air, whole.before))
            before = [*before[-2:], clause, ahead[0]]
            ahead = next(said, None)
        else:
            found += detector.judge(clause, on_air, before)
            before = [*before[-3:], clause]
    return found + detector.conclude()


def _form(clause: Clause, before: Form | None) -> Form:
    """Of the clause; one that only vouches for the words before it, 分毫不差, is read with them."""
    form = form_of(clause.text, before)
    vouches = form.slots.certain and not (form.about or form.slots.numbers) and len(clause.text) <= _VOUCHING
    return form_of(f"{before.original}，{clause.text}", before) if vouches and before else form


def _without(names: Sequence[str], form: Form) -> Form:
    """What is said beside the names of goods: 保温杯 claims nothing."""
    if not names:
        return form
    text = form.text
    for name in names:
        text = text.replace(name, "它")
    return form_of(text, form.before)


def _said_before(clause: Clause, before: Sequence[Clause]) -> Form | None:
    """The clauses of the same utterance just before, as one."""
    near = [c.text for c in before[-_REMEMBERED:] if c.utterance is clause.utterance]
    return form_of("，".join(near)) if near else None


def _goods(product: Product) -> Goods:
    functions = tuple(normal(f).text for f in product.registered_functions)
    return Goods(product.category, functions, product.id, product.price.live)


def _named(products: Iterable[Product]) -> str:
    return "、".join(product.name for product in products)
