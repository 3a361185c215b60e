"""What every act of a review says. Unknown keys are errors."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """The body of one act; `dump` gives it as an act keeps it, without what was not said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def dump(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)
