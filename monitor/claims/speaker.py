"""Who speaks: hosts, guests and viewers on the line, and what each is in advertising law."""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """host and co_host keep the room; a guest is invited into it; a viewer is put through to it."""

    HOST = "host"
    CO_HOST = "co_host"
    GUEST = "guest"
    VIEWER = "viewer"

    @property
    def is_asked_in(self) -> bool:
        return self in (Who.GUEST, Who.VIEWER)


@dataclass(frozen=True, slots=True)
class Speaker:
    """role: in advertising law, None where nobody says. who: None for a name that the broadcast file does not
    list. spoke: media seconds from, until."""

    name: str
    who: Who | None = None
    role: str | None = None
    spoke: tuple[tuple[float, float], ...] = ()

    def speaks_at(self, moment: float) -> bool:
        return any(begin <= moment < until for begin, until in self.spoke)
