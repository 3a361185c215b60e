"""What other rules would add and drop on past transcripts, before they are switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.rules.charge import Charge
from monitor.rules.examine import Examiner, Occasion
from monitor.rules.grade import Decision
from monitor.rules.lexicon import Lexicon
from monitor.work.passages import Passage, charges

_AROUND = 24


@dataclass(frozen=True, slots=True)
class Change:
    """kind: added, dropped or graded (another decision or severity). before, after: `decision severity`,
    or empty. clip: the passage by its name, else its line. text: what was said around the words."""

    kind: str
    file: str
    clip: str
    rule: str
    words: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """flags: what is for review or blocked, with the rules as they are and as they would be."""

    clips: int
    characters: int
    flags_before: int
    flags_after: int
    changes: list[Change]


Found = dict[tuple[str, int], tuple[Charge, str]]


class Previewer:
    """Two lexicons side by side, over the same passages."""

    def __init__(self, before: Lexicon, after: Lexicon, day: date, category: str | None = None) -> None:
        occasion = Occasion(day)
        self._sides = [Examiner(lexicon, occasion=occasion) for lexicon in (before, after)]
        self._category = category

    def run(self, transcripts: Sequence[tuple[str, Sequence[Passage]]]) -> Preview:
        """`transcripts`: the name of each file and its passages."""
        changes: list[Change] = []
        flags: list[int] = [0, 0]
        clips = characters = 0
        for file, passages in transcripts:
            for passage in passages:
                old, new = (self._found(passage, examiner) for examiner in self._sides)
                changes += _changes(file, passage, old, new)
                for side, found in enumerate((old, new)):
                    flags[side] += sum(not graded.startswith(Decision.PASS) for _, graded in found.values())
                clips += 1
                characters += len(passage.text)
        return Preview(clips, characters, flags[0], flags[1], changes)

    def _found(self, passage: Passage, examiner: Examiner) -> Found:
        """Charges by rule and clause, with their grades."""
        found: Found = {}
        for clause, charge in charges(passage, examiner, self._category):
            found[charge.rule.id, clause.begin] = charge, f"{charge.decision} {charge.severity}"
        return found


def _changes(file: str, passage: Passage, old: Found, new: Found) -> list[Change]:
    changes = []
    for key in sorted(old.keys() | new.keys(), key=lambda key: (key[1], key[0])):
        before, after = (side.get(key, (None, "")) for side in (old, new))
        charge = after[0] or before[0]
        if before[1] == after[1] or charge is None:
            continue
        kind = "added" if not before[1] else "graded" if after[1] else "dropped"
        begin, stop = charge.begin, charge.stop
        changes.append(
            Change(
                kind,
                file,
                passage.name or str(passage.line),
                key[0],
                passage.text[begin:stop],
                passage.text[max(0, begin - _AROUND) : stop + _AROUND],
                before[1],
                after[1],
            )
        )
    return changes
