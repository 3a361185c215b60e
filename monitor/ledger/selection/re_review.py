"""A re-review is opened: something approved is to be looked at again, by a day."""

from datetime import date

from monitor.ledger.entry import new_id
from monitor.ledger.selection.body import About
from monitor.ledger.selection.goods import Cause, ReReview
from monitor.ledger.selection.kind import Kind, Subject
from monitor.ledger.selection.steps import Steps


def open_re_review(
    steps: Steps, of: Subject, cause: Cause, due: date, reason: str, flag: str | None = None
) -> str:
    """The key of the re-review opened. From the end of `due` on, `of` and all that leans on it counts no
    more until somebody has approved its outcome. flag: the confirmed flag behind it."""
    kind, key = of
    named = f"{key}:{cause}:{due.isoformat()}:{new_id()[:8]}"
    about = About(kind=kind, key=key)
    steps.submit(Kind.RE_REVIEW, named, ReReview(of=about, cause=cause, due=due, reason=reason, flag=flag))
    return named
